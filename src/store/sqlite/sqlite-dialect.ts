import { closeSync, openSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import {
  CompiledQuery,
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type DatabaseConnection,
  type Dialect,
  type SqliteDatabase,
  type SqliteStatement,
} from 'kysely';

/** Prepared statements that are kept: preparing takes longer than most statements, and memory until the next collection. */
const PREPARED_KEPT = 100;

/** SQLITE_CANTOPEN */
const CANNOT_OPEN = 14;

/**
 * Kysely's SQLite dialect on Node's own SQLite.
 * @param file the database file, created when it is missing
 * @param lockTimeout milliseconds to wait for a lock of another process
 * @param exclusive true when no other process may open the file until it is closed
 */
export function sqliteDialect(file: string, lockTimeout: number, exclusive = false): Dialect {
  makeFile(file);
  const database = new DatabaseSync(file, { enableForeignKeyConstraints: true });
  if (exclusive) return immediateDialect(lockOthersOut(database), lockTimeout);
  // Other processes may be opening the file too. Blocking is fine here, as no request is served yet.
  database.exec(`PRAGMA busy_timeout = ${lockTimeout}`);
  // FULL: a committed activation survives a power cut, also in WAL mode.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  // 32 MiB in place of 2: index pages of a large import stay in memory while it holds the lock.
  database.exec('PRAGMA cache_size = -32768');
  // Temporary tables are lost in a crash anyway, so their journal stays in memory.
  database.exec('PRAGMA temp.journal_mode = MEMORY');
  // SQLite blocks the process while it waits. So it waits briefly, and `retryWhileBusy` waits for the rest.
  database.exec('PRAGMA busy_timeout = 20');
  return immediateDialect(database, lockTimeout);
}

/**
 * Takes the exclusive lock of a database in WAL mode.
 * @throws SQLITE_BUSY when another process has it open
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

/** Creates the file for its owner alone. SQLite would let everybody read it. @throws with SQLITE_CANTOPEN */
function makeFile(file: string): void {
  try {
    closeSync(openSync(file, 'a', 0o600));
  } catch (error) {
    throw Object.assign(error as Error, { errcode: CANNOT_OPEN });
  }
}

/** Kysely's own dialect, with immediate transactions that can change tables. */
function immediateDialect(database: DatabaseSync, lockTimeout: number): Dialect {
  return {
    createAdapter: () => new TransactionalSqliteAdapter(),
    createDriver: () => new ImmediateSqliteDriver(database, lockTimeout),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

/** Tells Kysely that SQLite can change tables in a transaction: then migrations are atomic. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class ImmediateSqliteDriver extends SqliteDriver {
  readonly #database: DatabaseSync;
  readonly #lockTimeout: number;

  constructor(database: DatabaseSync, lockTimeout: number) {
    super({ database: adapt(database) });
    this.#database = database;
    this.#lockTimeout = lockTimeout;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection();
    return {
      executeQuery: (query) =>
        retryWhileBusy(() => connection.executeQuery(query), this.#lockTimeout),
      streamQuery: (query, chunkSize) => connection.streamQuery(query, chunkSize),
    };
  }

  /** Locks at once: a transaction that reads first and writes later fails when another has written meanwhile. */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  /** When the disk was full or failed, SQLite has rolled back already: a second rollback would hide that error. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.isTransaction) await super.rollbackTransaction(connection);
  }
}

/** Tries again while another process holds the lock. Does not block the process. */
async function retryWhileBusy<T>(work: () => Promise<T>, lockTimeout: number): Promise<T> {
  const end = performance.now() + lockTimeout;
  for (let pause = 5; ; pause = Math.min(pause * 2, 100)) {
    try {
      return await work();
    } catch (error) {
      if (!isSqliteBusy(error) || performance.now() >= end) throw error;
      await setTimeout(pause);
    }
  }
}

/** SQLITE_BUSY: the statement was not run. */
export function isSqliteBusy(error: unknown): boolean {
  return resultCode(error) === 5;
}

/** Busy, locked, read-only, failing disk, full, cannot be opened: SQLite result codes 5, 6, 8, 10, 13 and 14. */
export function isSqliteUnavailable(error: unknown): boolean {
  return [5, 6, 8, 10, 13, CANNOT_OPEN].includes(resultCode(error));
}

/** The primary result code of an SQLite error; 0 for other errors. */
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
      // Move it to the end: the statement that was not used for longest is removed first.
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
