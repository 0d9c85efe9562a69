import { closeSync, openSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import {
  CompiledQuery,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  type DatabaseConnection,
  type SqliteDatabase,
  type SqliteStatement,
} from 'kysely';

/** Statements kept ready: preparing takes longer than most do, and memory that only the collector frees. */
const PREPARED_KEPT = 100;

/** SQLITE_CANTOPEN */
const CANNOT_OPEN = 14;

/**
 * Kysely's SQLite dialect on Node's own SQLite.
 * @param file the database file, made when it is missing
 * @param patience milliseconds to wait for another process's lock
 * @param alone whether nobody else may have it open, from now on until it is closed
 */
export function sqliteDialect(file: string, patience: number, alone = false): SqliteDialect {
  makeFile(file);
  const database = new DatabaseSync(file, { enableForeignKeyConstraints: true });
  if (alone) return new ImmediateSqliteDialect(lockOthersOut(database), patience);
  // Others may be opening it too, and nobody is served yet.
  database.exec(`PRAGMA busy_timeout = ${patience}`);
  // FULL: an acknowledged activation outlives a power cut, also in WAL mode.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  // 32 MiB where SQLite takes 2: what a large import adds to the indexes stays in memory while it holds the lock.
  database.exec('PRAGMA cache_size = -32768');
  // Temporary tables are gone after a crash in any case: their journal need not be on the disk.
  database.exec('PRAGMA temp.journal_mode = MEMORY');
  // SQLite waits by blocking the process, so it waits little; the rest is waited for in between.
  database.exec('PRAGMA busy_timeout = 20');
  return new ImmediateSqliteDialect(database, patience);
}

/**
 * Whoever has a database in WAL mode open holds a lock that entering it alone asks for.
 * @throws SQLite's "busy" where somebody has
 */
function lockOthersOut(database: DatabaseSync): DatabaseSync {
  try {
    database.exec('PRAGMA busy_timeout = 1000; PRAGMA locking_mode = EXCLUSIVE');
    database.exec('PRAGMA journal_mode = WAL; BEGIN EXCLUSIVE; COMMIT');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** SQLite would make it, and the files beside it, readable by everybody. @throws with SQLite's code for such a file */
function makeFile(file: string): void {
  try {
    closeSync(openSync(file, 'a', 0o600));
  } catch (error) {
    throw Object.assign(error as Error, { errcode: CANNOT_OPEN });
  }
}

class ImmediateSqliteDialect extends SqliteDialect {
  readonly #database: DatabaseSync;
  readonly #patience: number;

  constructor(database: DatabaseSync, patience: number) {
    super({ database: adapt(database) });
    this.#database = database;
    this.#patience = patience;
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalSqliteAdapter();
  }

  override createDriver(): SqliteDriver {
    return new ImmediateSqliteDriver(this.#database, this.#patience);
  }
}

/** SQLite changes tables within transactions too: migrations are done whole, by one process at a time. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class ImmediateSqliteDriver extends SqliteDriver {
  readonly #database: DatabaseSync;
  readonly #patience: number;

  constructor(database: DatabaseSync, patience: number) {
    super({ database: adapt(database) });
    this.#database = database;
    this.#patience = patience;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection();
    return {
      executeQuery: (query) => patiently(() => connection.executeQuery(query), this.#patience),
      streamQuery: (query, chunkSize) => connection.streamQuery(query, chunkSize),
    };
  }

  /** Takes the lock at once: a transaction that reads first and then writes fails where another wrote meanwhile. */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  /** SQLite has undone it by itself where the disk was full or failed; an error of ours would hide that one. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.isTransaction) await super.rollbackTransaction(connection);
  }
}

/** Tries again while another process holds the lock, and lets this one go on meanwhile. */
async function patiently<T>(work: () => Promise<T>, patience: number): Promise<T> {
  const end = performance.now() + patience;
  for (let pause = 5; ; pause = Math.min(pause * 2, 100)) {
    try {
      return await work();
    } catch (error) {
      if (!isSqliteBusy(error) || performance.now() >= end) throw error;
      await setTimeout(pause);
    }
  }
}

/** SQLITE_BUSY: nothing was done. */
export function isSqliteBusy(error: unknown): boolean {
  return resultCode(error) === 5;
}

/** Busy, locked, read-only, failing disk, full, cannot be opened: SQLite result codes 5, 6, 8, 10, 13 and 14. */
export function isSqliteUnavailable(error: unknown): boolean {
  return [5, 6, 8, 10, 13, CANNOT_OPEN].includes(resultCode(error));
}

/** The primary result code of an error of SQLite's, else 0. */
export function resultCode(error: unknown): number {
  const { errcode } = (error ?? {}) as { errcode?: unknown };
  return typeof errcode === 'number' ? errcode & 0xff : 0;
}

function adapt(database: DatabaseSync): SqliteDatabase {
  const prepared = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(sql) {
      const statement = prepared.get(sql) ?? prepare(database, sql);
      // The one used last is the last one to go.
      prepared.delete(sql);
      prepared.set(sql, statement);
      for (const oldest of prepared.keys()) {
        if (prepared.size <= PREPARED_KEPT) break;
        prepared.delete(oldest);
      }
      return statement;
    },
  };
}

function prepare(database: DatabaseSync, sql: string): SqliteStatement {
  const statement = database.prepare(sql);
  const bind = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...bind(parameters)),
    run: (parameters) => statement.run(...bind(parameters)),
    iterate: (parameters) => statement.iterate(...bind(parameters)),
  };
}
