import { access } from 'node:fs/promises';
import type { Sealing } from '../security/sealing.ts';
import { connect, type ConnectionOptions, type Connections } from './connect.ts';
import { type DatabaseFacts, postgresFacts, sqliteFacts } from './database-facts.ts';
import { type Export, type ExportFilter, exportRows } from './bulk/export-rows.ts';
import {
  migrate,
  migrationStatus,
  type MigrationStatus,
  newDatabaseStatus,
} from './migrations/migrate.ts';
import { findObstacle } from './migrations/obstacle.ts';
import type { MigrationFailure } from './migrations/failure.ts';
import { isPostgresUnavailable } from './postgres/postgres-errors.ts';
import { isPostgres } from '../config/postgres-url.ts';
import { resealAll, type Resealed } from './sealed-columns.ts';
import { assertSecretKey, checkSecretKey } from './tables/secret-key-check.ts';
import { isSqliteUnavailable } from './sqlite/sqlite-dialect.ts';
import type { BulkTable } from './bulk/bulk-rows.ts';
import { stage, type Staging } from './bulk/staging.ts';
import { type Tables, tablesOf } from './tables.ts';
import { transact } from './transact.ts';

/**
 * All that Latchkey keeps. Within `transaction`, either everything that `work` stores is kept or nothing; `work` may
 * be run more than once, so it does nothing but store.
 */
export type Store = Tables & {
  transaction<T>(work: (store: Tables) => Promise<T>): Promise<T>;
  export(table: BulkTable, filter: ExportFilter): Export;
  /** A place to gather rows by the thousand. `work` must not use this store, only what it is given. */
  stage<T>(table: BulkTable, work: (staging: Staging) => Promise<T>): Promise<T>;
  /** Seals anew, with the first secret key, whatever is sealed with another. */
  reseal(): Promise<Resealed>;
  /** How the tables stand to this release: another may have changed them since. */
  migrationStatus(): Promise<MigrationStatus>;
  /** Undefined for a database that is a file. */
  databaseConnections(): Connections | undefined;
  close(): Promise<void>;
};

export interface StoreOptions extends ConnectionOptions {
  /** Seals the secrets among what is kept. */
  readonly sealing: Sealing;
}

/**
 * Opens a database and brings its tables up to date.
 * @param database the file, made when it is missing, or a `postgres://` URL
 * @throws MigrationError; SecretKeyError where it was sealed with another key; what `isUnavailable` tells, where it
 * cannot be reached
 */
export async function openStore(database: string, options: StoreOptions): Promise<Store> {
  const { sealing } = options;
  await migrateDatabase(database, options);
  const { db, connections } = connect(database, options);
  try {
    await checkSecretKey(db, sealing);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return {
    ...tablesOf(db, sealing),
    transaction: (work) => transact(db, (transaction) => work(tablesOf(transaction, sealing))),
    export: (table, filter) => exportRows(db, table, filter),
    stage: (table, work) => stage(db, (transaction) => tablesOf(transaction, sealing), table, work),
    reseal: () => resealAll(db, sealing),
    migrationStatus: () => migrationStatus(db),
    databaseConnections: connections,
    close: () => db.destroy(),
  };
}

/** Runs migrations on a connection of their own, without time limits: on large tables they take long. */
async function migrateDatabase(database: string, { patience }: StoreOptions): Promise<void> {
  const { db } = connect(database, { patience, pool: 1, timeLimits: false });
  try {
    await migrate(db);
  } finally {
    await db.destroy();
  }
}

/** A database to look at. */
export type StoreAsItIs = Tables &
  Pick<Store, 'migrationStatus' | 'close'> & {
    facts(): Promise<DatabaseFacts>;
    /** @throws SecretKeyError */
    assertSecretKey(): Promise<void>;
    /** What a migration would fail of; undefined where nothing is known that would be in its way. */
    migrationObstacle(): Promise<MigrationFailure | undefined>;
  };

/**
 * Opens a database as it is, for whoever looks for faults: no migration is run, and any secret key will do.
 * @param database a file that is there, or a `postgres://` URL
 */
export function openStoreAsItIs(database: string, { sealing }: StoreOptions): StoreAsItIs {
  const { db, limits } = connect(database, { pool: 2 });
  return {
    ...tablesOf(db, sealing),
    facts: () => (limits === undefined ? sqliteFacts(db) : postgresFacts(db, limits)),
    migrationStatus: () => migrationStatus(db),
    assertSecretKey: () => assertSecretKey(db, sealing),
    migrationObstacle: () => (isPostgres(database) ? findObstacle(db) : Promise.resolve(undefined)),
    close: () => db.destroy(),
  };
}

/**
 * How the tables of a database stand to this release; changes nothing in it.
 * @param database as for `openStore`
 */
export async function checkMigrations(database: string): Promise<MigrationStatus> {
  // To open a file is to make it.
  if (!isPostgres(database) && (await isMissing(database))) return newDatabaseStatus();
  const { db } = connect(database, { pool: 1 });
  try {
    return await migrationStatus(db);
  } finally {
    await db.destroy();
  }
}

async function isMissing(file: string): Promise<boolean> {
  return access(file).then(
    () => false,
    (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT',
  );
}

/**
 * Whether an error means that the database cannot serve now (away, busy, locked, full, unwritable, failing disk,
 * closed) rather than that the program is wrong.
 */
export function isUnavailable(error: unknown): boolean {
  // Kysely's words, as it has no code for a database that was closed.
  const isClosed = error instanceof Error && error.message === 'driver has already been destroyed';
  return isClosed || isSqliteUnavailable(error) || isPostgresUnavailable(error);
}

/** Whether an error means that there is a row with that key already. SQLite's extended codes, PostgreSQL's states. */
export function isDuplicate(error: unknown): boolean {
  const { errcode, code } = (error ?? {}) as { errcode?: unknown; code?: unknown };
  return errcode === 2067 || errcode === 1555 || code === '23505';
}

/** Whether an error means that a row refers to this one, or that the one referred to is not there. */
export function isReference(error: unknown): boolean {
  const { errcode, code } = (error ?? {}) as { errcode?: unknown; code?: unknown };
  return errcode === 787 || code === '23503';
}
