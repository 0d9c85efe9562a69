import { Kysely } from 'kysely';
import { postgresDialect, postgresPool } from './postgres/postgres-dialect.ts';
import { isPostgres, type Limit } from '../config/postgres-url.ts';
import type { Schema } from './schema.ts';
import { sqliteDialect } from './sqlite/sqlite-dialect.ts';

export interface ConnectionOptions {
  /** Milliseconds to wait for what another process or transaction holds. */
  readonly patience?: number | undefined;
  /** Most connections to PostgreSQL at a time. */
  readonly pool?: number | undefined;
  /** Whether PostgreSQL ends statements that take too long. They are, unless this says otherwise. */
  readonly timeLimits?: boolean | undefined;
  /** Whether nobody else may have the file of a SQLite database open. */
  readonly alone?: boolean | undefined;
}

/** The connections to a database server, now. */
export interface Connections {
  readonly open: number;
  readonly idle: number;
  /** Requests that wait for one. */
  readonly waiting: number;
}

export interface Database {
  readonly db: Kysely<Schema>;
  /** Undefined for a database that is a file. */
  readonly connections: () => Connections | undefined;
  /** What is asked of each session; undefined for a database that is a file. */
  readonly limits: Readonly<Record<Limit, string>> | undefined;
}

/**
 * A database, of which nothing is read yet.
 * @param database the file, made when it is missing, or a `postgres://` URL
 */
export function connect(database: string, options: ConnectionOptions = {}): Database {
  const { patience = 5_000, pool: size = 10, timeLimits = true, alone = false } = options;
  if (!isPostgres(database)) {
    const db = new Kysely<Schema>({ dialect: sqliteDialect(database, patience, alone) });
    return { db, connections: () => undefined, limits: undefined };
  }
  const settings = { patience, pool: size, timeLimits };
  const opened = postgresPool(database, settings);
  const { pool } = opened;
  return {
    db: new Kysely<Schema>({ dialect: postgresDialect(opened, settings) }),
    limits: opened.limits,
    connections: () => ({
      open: pool.totalCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }),
  };
}
