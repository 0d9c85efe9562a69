import { type Kysely, sql } from 'kysely';
import type { Sealing } from '../../security/sealing.ts';
import { connect } from '../connect.ts';
import { migrationStatus, runMigrations } from '../migrate/migrate.ts';
import { unknownMigrations } from '../migrate/failure.ts';
import { isPostgres } from '../../config/postgres-url.ts';
import { runningServerStore } from '../tables/running-servers.ts';
import type { Schema } from '../schema.ts';
import { assertSecretKey } from '../tables/secret-key-check.ts';
import { isSqliteBusy } from '../sqlite/sqlite-errors.ts';
import { isUnavailable } from '../store.ts';
import { type AnyTables, type Contents, copyTable, readContents } from './copy-table.ts';
import { tablesInOrder, tablesOf } from './table-order.ts';

/** A database cannot be moved. Nothing was changed. */
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
  /** An existing file, or a `postgres://` URL. */
  readonly source: string;
  /** A file that does not exist, or the URL of a database without tables. */
  readonly target: string;
  /** Has the secret key of the source. Sealed values are copied as they are. */
  readonly sealing: Sealing;
}

/** Is called with the number of rows that were copied, and later verified, since the last call. */
interface MoveProgress {
  copied(rows: number): void;
  verified(rows: number): void;
}

/**
 * Tries a move without copying: checks both databases, and creates the tables and rolls back.
 * @param exclusive true when servers must be stopped
 * @returns the number of rows of each table
 * @throws as `moveDatabase`
 */
export function rehearseMove(
  endpoints: Endpoints,
  exclusive: boolean,
): Promise<{ table: string; rows: number }[]> {
  return withSource(endpoints, exclusive, async (from, tables) => {
    const counted: { table: string; rows: number }[] = [];
    for (const table of tables) counted.push({ table, rows: await countRows(from, table) });
    const undone = new Error('roll back the rehearsal');
    await withTarget(endpoints, () => Promise.reject(undone)).catch((error: unknown) => {
      if (error !== undone) throw error;
    });
    return counted;
  });
}

/**
 * Copies all tables into another database, reads them back and compares. The source is locked meanwhile. When anything
 * fails, the target stays empty.
 * @throws MoveError when a server runs on the source, when the target is not empty, and when the copy differs;
 * MigrationError; SecretKeyError; an error that `isUnavailable` recognizes
 */
export function moveDatabase(endpoints: Endpoints, progress: MoveProgress): Promise<MovedTable[]> {
  const storable = isPostgres(endpoints.target) ? withoutNul : <T>(value: T) => value;
  return withSource(endpoints, true, (from, tables) =>
    withTarget(endpoints, async (to) => {
      await emptyTables(to, tables);
      const copied: MovedTable[] = [];
      for (const table of tables) {
        const onRows = (rows: number) => progress.copied(rows);
        const contents = await copyTable({ from, to, table }, storable, onRows).catch(
          notCopied(table),
        );
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
      // Without statistics, PostgreSQL would read whole tables at first.
      if (isPostgres(endpoints.target)) await sql`analyze`.execute(to);
      return copied;
    }),
  );
}

/** Turns an error of copying a table into a MoveError, unless the database is unavailable. */
function notCopied(table: string): (cause: unknown) => never {
  return (cause) => {
    if (isUnavailable(cause)) throw cause;
    throw new MoveError(`The table ${table} cannot be copied: ${(cause as Error).message}.`, {
      cause,
    });
  };
}

/** Opens the source. @param exclusive true when nobody else may write to it until `work` is done */
async function withSource<T>(
  { source, sealing }: Endpoints,
  exclusive: boolean,
  work: (from: AnyTables, tables: string[]) => Promise<T>,
): Promise<T> {
  const db = exclusive
    ? openExclusively(source)
    : connect(source, { pool: 1, timeLimits: false }).db;
  try {
    await assertMovable(db, sealing);
    if (!exclusive) {
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

/** @throws MoveError when another process has the SQLite file open */
function openExclusively(source: string): Kysely<Schema> {
  try {
    return connect(source, { pool: 1, timeLimits: false, exclusive: true }).db;
  } catch (cause) {
    if (!isSqliteBusy(cause)) throw cause;
    throw new MoveError(`A server or command runs on ${source}.`, {
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
    throw new MoveError(
      `The database is not up to date. Pending migrations: ${pending.join(', ')}.`,
      {
        advice: 'Make a backup, and run `latchkey migrate` first.',
      },
    );
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

/** Opens the target, which must be empty, creates the tables and runs `work`, all in one transaction. */
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

/** Deletes the rows that migrations insert. */
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

/** PostgreSQL's `text` cannot hold NUL: it becomes U+FFFD, as everywhere in Latchkey. */
function withoutNul<T>(value: T): T | string {
  return typeof value === 'string' ? value.replaceAll('\0', '\u{FFFD}') : value;
}
