import { Kysely } from 'kysely';
import { postgresDialect, postgresPool } from './postgres/postgres-dialect.ts';
import { isPostgres, type Limit } from '../config/postgres-url.ts';
import type { Schema } from './schema.ts';
import { openSqlite, sqliteDialect } from './sqlite/sqlite-dialect.ts';
import type { SqliteConnection } from './sqlite/sqlite-connection.ts';

export interface ConnectionOptions {
  /** Milliseconds to wait for a lock of another process or transaction. */
  readonly lockTimeout?: number | undefined;
  /** Milliseconds to try again while there is no connection to PostgreSQL. */
  readonly retryTimeout?: number | undefined;
  /** The largest number of connections to PostgreSQL. */
  readonly pool?: number | undefined;
  /** True, the default, when PostgreSQL is to end statements that take too long. */
  readonly timeLimits?: boolean | undefined;
  /** True when no other process may open the file of a SQLite database meanwhile. */
  readonly exclusive?: boolean | undefined;
}

/** How many connections to a database server there are now. */
export interface Connections {
  readonly open: number;
  readonly idle: number;
  /** How many requests wait for a connection. */
  readonly waiting: number;
}

export interface Database {
  readonly db: Kysely<Schema>;
  /** Undefined for SQLite. */
  readonly connections: () => Connections | undefined;
  /** The time limits that each session sets; undefined for SQLite. */
  readonly limits: Readonly<Record<Limit, string>> | undefined;
  /**
   * False when no settled row was changed since the last call. What another server changes in PostgreSQL may be missed
   * for half a second.
   */
  readonly mayHaveChanged: () => boolean;
}

/**
 * Opens a database. Reads nothing from it yet.
 * @param database a file, created when it is missing, or a `postgres://` URL
 */
export function connect(database: string, options: ConnectionOptions = {}): Database {
  const { lockTimeout = 5_000, retryTimeout = 5_000, pool: size = 10 } = options;
  const { timeLimits = true, exclusive = false } = options;
  if (!isPostgres(database)) {
    const opened = openSqlite(database, lockTimeout, exclusive);
    return {
      db: new Kysely<Schema>({ dialect: sqliteDialect(opened) }),
      connections: () => undefined,
      limits: undefined,
      mayHaveChanged: otherVersions(opened.reader),
    };
  }
  const settings = { lockTimeout, retryTimeout, pool: size, timeLimits };
  const opened = postgresPool(database, settings);
  const { pool } = opened;
  const changes = ownChanges();
  return {
    db: new Kysely<Schema>({ dialect: postgresDialect(opened, settings, changes.note) }),
    limits: opened.limits,
    mayHaveChanged: changes.mayHaveChanged,
    connections: () => ({
      open: pool.totalCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }),
  };
}

/** Looks whether anybody has committed anything: in this process, or in another one. */
function otherVersions(reader: SqliteConnection): () => boolean {
  let seen: unknown;
  return () => {
    const version = reader.version();
    const isOther = version !== seen || version === undefined;
    seen = version;
    return isOther;
  };
}

/** Milliseconds for which changes of other servers may be missed. */
const UNSEEN = 500;

/** Knows what this process has changed, without asking the database. Says nothing of others, but true now and then. */
function ownChanges() {
  let isNoted = true;
  let askedAt = -Infinity;
  return {
    note: () => {
      isNoted = true;
    },
    mayHaveChanged: () => {
      const now = performance.now();
      if (!isNoted && now - askedAt < UNSEEN) return false;
      isNoted = false;
      askedAt = now;
      return true;
    },
  };
}
