import { closeSync, openSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import {
  CompiledQuery,
  SqliteDialect,
  SqliteDriver,
  type DatabaseConnection,
  type SqliteDatabase,
  type SqliteDialectConfig,
} from 'kysely';

/**
 * Kysely's SQLite dialect on Node's own SQLite.
 * @param file the database file, made when it is missing
 * @param busyTimeout milliseconds to wait for another process's lock
 */
export function sqliteDialect(file: string, busyTimeout = 5_000): SqliteDialect {
  // Made by us when it is missing: SQLite would make it, and the files beside it, readable by everybody.
  closeSync(openSync(file, 'a', 0o600));
  const database = new DatabaseSync(file, { enableForeignKeyConstraints: true });
  database.exec(`PRAGMA busy_timeout = ${busyTimeout}`);
  // FULL: an acknowledged activation outlives a power cut, also in WAL mode.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  return new ImmediateSqliteDialect({ database: adapt(database) });
}

/** Write transactions take their lock at once: a deferred one that has read first fails with SQLITE_BUSY. */
class ImmediateSqliteDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig;

  constructor(config: SqliteDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createDriver(): SqliteDriver {
    return new ImmediateSqliteDriver(this.#config);
  }
}

class ImmediateSqliteDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

function adapt(database: DatabaseSync): SqliteDatabase {
  return {
    close: () => database.close(),
    prepare: (sql) => {
      const statement = database.prepare(sql);
      const bind = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...bind(parameters)),
        run: (parameters) => statement.run(...bind(parameters)),
        iterate: (parameters) => statement.iterate(...bind(parameters)),
      };
    },
  };
}
