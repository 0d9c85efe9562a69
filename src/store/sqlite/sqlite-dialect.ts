import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { type Dialect, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import { SqliteConnection } from './sqlite-connection.ts';
import { type SqliteConnections, SqliteDriver } from './sqlite-driver.ts';
import { CANNOT_OPEN } from './sqlite-errors.ts';

/** Milliseconds for which SQLite waits for a lock. It blocks the process, so `SqliteConnection` waits for the rest. */
const BLOCKING = 20;

/**
 * Opens a database with Node's own SQLite.
 * @param file the database file, created when it is missing
 * @param lockTimeout milliseconds to wait for a lock of another process
 * @param exclusive true when no other process may open the file until it is closed
 */
export function openSqlite(
  file: string,
  lockTimeout: number,
  exclusive: boolean,
): SqliteConnections {
  makeFile(file);
  return exclusive ? openAlone(file, lockTimeout) : open(file, lockTimeout);
}

/** Kysely's SQLite dialect. */
export function sqliteDialect(connections: SqliteConnections): Dialect {
  return {
    createAdapter: () => new Adapter(),
    createDriver: () => new SqliteDriver(connections),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

function open(file: string, lockTimeout: number): SqliteConnections {
  const database = new DatabaseSync(file, { enableForeignKeyConstraints: true });
  // Other processes may be opening the file too. Blocking is fine here, as no request is served yet.
  database.exec(`PRAGMA busy_timeout = ${lockTimeout}`);
  // FULL: a committed activation survives a power cut, also in WAL mode.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  // 32 MiB in place of 2: index pages of a large import stay in memory while it holds the lock.
  database.exec('PRAGMA cache_size = -32768');
  // Temporary tables are lost in a crash anyway, so their journal stays in memory.
  database.exec('PRAGMA temp.journal_mode = MEMORY');
  database.exec(`PRAGMA busy_timeout = ${BLOCKING}`);
  const openReader = () =>
    new SqliteConnection(
      new DatabaseSync(file, { readOnly: true, timeout: BLOCKING }),
      lockTimeout,
    );
  return { writer: new SqliteConnection(database, lockTimeout), reader: openReader(), openReader };
}

/**
 * Takes the exclusive lock of a database in WAL mode.
 * @throws SQLITE_BUSY when another process has it open
 */
function openAlone(file: string, lockTimeout: number): SqliteConnections {
  const database = new DatabaseSync(file, { enableForeignKeyConstraints: true });
  try {
    database.exec('PRAGMA busy_timeout = 1000; PRAGMA locking_mode = EXCLUSIVE');
    database.exec('PRAGMA journal_mode = WAL; BEGIN EXCLUSIVE; COMMIT');
  } catch (error) {
    database.close();
    throw error;
  }
  const only = new SqliteConnection(database, lockTimeout);
  return { writer: only, reader: only, openReader: () => only };
}

/** Creates the file for its owner alone. SQLite would let everybody read it. @throws with SQLITE_CANTOPEN */
function makeFile(file: string): void {
  try {
    closeSync(openSync(file, 'a', 0o600));
  } catch (error) {
    throw Object.assign(error as Error, { errcode: CANNOT_OPEN });
  }
}

/** Tells Kysely that SQLite can change tables in a transaction, and that the driver itself has transactions wait. */
class Adapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }

  override get supportsMultipleConnections(): boolean {
    return true;
  }
}
