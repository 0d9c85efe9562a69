import { type Kysely, sql } from 'kysely';
import type { Sealing } from '../../security/sealing.ts';
import { connect } from '../connect.ts';
import { migrationStatus, runMigrations } from '../migrations/migrate.ts';
import { unknownMigrations } from '../migrations/failure.ts';
import { isPostgres } from '../../config/postgres-url.ts';
import { runningServerStore } from '../tables/running-servers.ts';
import type { Schema } from '../schema.ts';
import { assertSecretKey } from '../tables/secret-key-check.ts';
import { isSqliteBusy } from '../sqlite/sqlite-dialect.ts';
import { isUnavailable } from '../store.ts';
import { type AnyTables, type Contents, copyTable, readContents } from './copy-table.ts';
import { tablesInOrder, tablesOf } from './table-order.ts';

/** Why a database cannot be moved, and what to do. Nothing was moved. */
export class MoveError extends Error {
  readonly advice: string | undefined;

  constructor(message: string, { advice, cause }: { advice?: string; cause?: unknown } = {}) {
    super(message, { cause });
    this.name = 'MoveError';
    this.advice = advice;
  }
}

export interface MovedTable extends Contents {
  readonly table: string;
}

export interface Endpoints {
  /** A file that is there, or a `postgres://` URL. */
  readonly source: string;
  /** A file that is not there, or the URL of a database without tables. */
  readonly target: string;
  /** Has the secret key of the source: what is sealed stays as it is. */
  readonly sealing: Sealing;
}

/** What is told how far it is: rows that were copied, and rows that were read back. */
export interface MoveProgress {
  copied(rows: number): void;
  verified(rows: number): void;
}

/**
 * Does all of a move but the copying, and undoes it.
 * @param alone whether servers must be stopped for it
 * @returns how many rows each table has
 * @throws as `moveDatabase`
 */
export function rehearseMove(
  endpoints: Endpoints,
  alone: boolean,
): Promise<{ table: string; rows: number }[]> {
  return withSource(endpoints, alone, async (from, tables) => {
    const counted: { table: string; rows: number }[] = [];
    for (const table of tables) counted.push({ table, rows: await countRows(from, table) });
    const undone = new Error('the rehearsal is over');
    await withTarget(endpoints, () => Promise.reject(undone)).catch((error: unknown) => {
      if (error !== undone) throw error;
    });
    return counted;
  });
}

/**
 * Copies everything into another database, reads it back and compares. Nobody writes to the source meanwhile. The
 * target has all of it or nothing.
 * @throws MoveError where a server runs on the source, where the target is not empty, and where what was read back is
 * not what was copied; MigrationError; SecretKeyError; what `isUnavailable` tells
 */
export function moveDatabase(endpoints: Endpoints, progress: MoveProgress): Promise<MovedTable[]> {
  const asKept = isPostgres(endpoints.target) ? withoutNul : <T>(value: T) => value;
  return withSource(endpoints, true, (from, tables) =>
    withTarget(endpoints, async (to) => {
      await emptyTables(to, tables);
      const copied: MovedTable[] = [];
      for (const table of tables) {
        const tell = (rows: number) => progress.copied(rows);
        const contents = await copyTable({ from, to, table }, asKept, tell).catch(notCopied(table));
        copied.push({ table, ...contents });
      }
      for (const { table, rows, checksum } of copied) {
        const found = await readContents(to, table, (count) => progress.verified(count));
        if (found.rows === rows && found.checksum === checksum) continue;
        throw new MoveError(
          `What was read back of the table ${table} is not what was copied: ${found.rows} rows of ${rows}, ` +
            `checksum ${found.checksum} for ${checksum}.`,
        );
      }
      // Without statistics, PostgreSQL would look for a row among a million one by one at first.
      if (isPostgres(endpoints.target)) await sql`analyze`.execute(to);
      return copied;
    }),
  );
}

/** What is wrong with the rows of a table, rather than with a database that does not answer. */
function notCopied(table: string): (cause: unknown) => never {
  return (cause) => {
    if (isUnavailable(cause)) throw cause;
    throw new MoveError(`The table ${table} cannot be copied: ${(cause as Error).message}.`, {
      cause,
    });
  };
}

/** Opens the source. @param alone whether nobody may write to it until `work` is done */
async function withSource<T>(
  { source, sealing }: Endpoints,
  alone: boolean,
  work: (from: AnyTables, tables: string[]) => Promise<T>,
): Promise<T> {
  const db = alone ? openAlone(source) : connect(source, { pool: 1, timeLimits: false }).db;
  try {
    await assertMovable(db, sealing);
    if (!alone) {
      const tables = await tablesInOrder(db, isPostgres(source));
      return await work(db as unknown as AnyTables, tables);
    }
    return await db.transaction().execute(async (transaction) => {
      const tables = await tablesInOrder(transaction, isPostgres(source));
      if (isPostgres(source)) {
        await sql`lock table ${sql.join(tables.map((name) => sql.table(name)))} in exclusive mode`.execute(
          transaction,
        );
      }
      await assertNoServer(transaction);
      return await work(transaction as unknown as AnyTables, tables);
    });
  } finally {
    await db.destroy();
  }
}

/** @throws MoveError where somebody has the file of a SQLite database open */
function openAlone(source: string): Kysely<Schema> {
  try {
    return connect(source, { pool: 1, timeLimits: false, alone: true }).db;
  } catch (cause) {
    if (!isSqliteBusy(cause)) throw cause;
    throw new MoveError(`A server runs on ${source}, or a command.`, {
      cause,
      advice: 'Stop it, and run the command again.',
    });
  }
}

async function assertMovable(db: Kysely<Schema>, sealing: Sealing): Promise<void> {
  const { pending, unknown } = await migrationStatus(db);
  if (unknown.length > 0) {
    throw new MoveError(unknownMigrations(unknown).why, {
      advice: 'Use that release for the move.',
    });
  }
  if (pending.length > 0) {
    throw new MoveError(`The database is not up to date: ${pending.join(', ')} to be done.`, {
      advice: 'Make a backup, and run `latchkey migrate` first.',
    });
  }
  await assertSecretKey(db, sealing);
}

async function assertNoServer(db: Kysely<Schema>): Promise<void> {
  const servers = await runningServerStore(db).list(new Date());
  if (servers.length === 0) return;
  const names = servers.map(({ name }) => name).join(', ');
  throw new MoveError(`A server runs on the database: ${names}.`, {
    advice:
      'Stop it, and run the command again. One that was killed counts as running for a minute.',
  });
}

/** Opens the target, which must have nothing in it, and makes the tables. All that `work` does is kept, or nothing. */
async function withTarget<T>(
  { target }: Endpoints,
  work: (to: AnyTables) => Promise<T>,
): Promise<T> {
  const { db } = connect(target, { pool: 1, timeLimits: false });
  try {
    return await db.transaction().execute(async (transaction) => {
      const found = await tablesOf(transaction, isPostgres(target));
      if (found.length > 0) throw notEmpty(found);
      await runMigrations(transaction);
      return await work(transaction as unknown as AnyTables);
    });
  } finally {
    await db.destroy();
  }
}

function notEmpty(found: readonly string[]): MoveError {
  const some = found.slice(0, 5).join(', ');
  return new MoveError(
    `The target is not empty: it has ${found.length > 5 ? `${some} and ${found.length - 5} more` : some}.`,
    { advice: 'Name a database without any tables, as `createdb` makes it.' },
  );
}

/** Some migrations put rows into the tables that they make. */
async function emptyTables(db: AnyTables, tables: readonly string[]): Promise<void> {
  for (const table of [...tables].reverse()) await db.deleteFrom(table).execute();
}

async function countRows(db: AnyTables, table: string): Promise<number> {
  const { rows } = await db
    .selectFrom(table)
    .select((eb) => eb.fn.countAll<number>().as('rows'))
    .executeTakeFirstOrThrow();
  return rows;
}

/** PostgreSQL's text has no NUL: it keeps U+FFFD, as for whatever else a client sends it. */
function withoutNul<T>(value: T): T | string {
  return typeof value === 'string' ? value.replaceAll('\0', '\u{FFFD}') : value;
}
