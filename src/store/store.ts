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
} from './migrate/migrate.ts';
import { findObstacle } from './migrate/obstacle.ts';
import type { MigrationFailure } from './migrate/failure.ts';
import { isPostgresUnavailable } from './postgres/postgres-errors.ts';
import { isPostgres } from '../config/postgres-url.ts';
import { SettledRows } from './settled-rows.ts';
import { keepSettled } from './settled-tables.ts';
import { resealAll, type Resealed } from './sealed-columns.ts';
import { assertSecretKey, checkSecretKey } from './tables/secret-key-check.ts';
import { isSqliteUnavailable } from './sqlite/sqlite-errors.ts';
import type { BulkTable } from './bulk/bulk-rows.ts';
import { stage, type Staging } from './bulk/staging.ts';
import { type Tables, tablesOf } from './tables.ts';
import { transact } from './transact.ts';

/**
 * Reads and stores all data of Latchkey. `transaction` may run `work` more than once, so `work` must have no effects but
 * those on the store.
 */
export type Store = Tables & {
  transaction<T>(work: (store: Tables) => Promise<T>): Promise<T>;
  export(table: BulkTable, filter: ExportFilter): Export;
  /** Collects many rows and stores them at once. `work` must use the staging only, and not this store. */
  stage<T>(table: BulkTable, work: (staging: Staging) => Promise<T>): Promise<T>;
  /** Seals all secrets again that are not sealed with the first secret key. */
  reseal(): Promise<Resealed>;
  /** Another release may have migrated the database since it was opened. */
  migrationStatus(): Promise<MigrationStatus>;
  /** Undefined for SQLite. */
  databaseConnections(): Connections | undefined;
  close(): Promise<void>;
};

export interface StoreOptions extends ConnectionOptions {
  /** Seals secrets before they are stored. */
  readonly sealing: Sealing;
}

/**
 * Opens a database and runs pending migrations.
 * @param database a file, created when it is missing, or a `postgres://` URL
 * @throws MigrationError; SecretKeyError when the database was sealed with another key; an error that `isUnavailable`
 * recognizes when the database cannot be reached
 */
export async function openStore(database: string, options: StoreOptions): Promise<Store> {
  const { sealing } = options;
  await migrateDatabase(database, options);
  const { db, connections, mayHaveChanged } = connect(database, options);
  try {
    await checkSecretKey(db, sealing);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return {
    ...keepSettled(tablesOf(db, sealing), new SettledRows(db, mayHaveChanged)),
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
async function migrateDatabase(database: string, { lockTimeout }: StoreOptions): Promise<void> {
  const { db } = connect(database, { lockTimeout, pool: 1, timeLimits: false });
  try {
    await migrate(db);
  } finally {
    await db.destroy();
  }
}

/** A database that is open for inspection. */
export type InspectedStore = Tables &
  Pick<Store, 'migrationStatus' | 'close'> & {
    facts(): Promise<DatabaseFacts>;
    /** @throws SecretKeyError */
    assertSecretKey(): Promise<void>;
    /** Why a migration would fail; undefined when no reason is known. */
    migrationObstacle(): Promise<MigrationFailure | undefined>;
  };

/**
 * Opens a database to look for faults. Runs no migration and accepts any secret key.
 * @param database an existing file, or a `postgres://` URL
 */
export function openForInspection(database: string, { sealing }: StoreOptions): InspectedStore {
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
 * Tells which migrations of a database are pending. Changes nothing.
 * @param database as for `openStore`
 */
export async function checkMigrations(database: string): Promise<MigrationStatus> {
  // Opening a missing file would create it.
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
 * True for errors of a database that cannot serve at the moment (unreachable, busy, locked, full, not writable, failing
 * disk, closed). Other errors are bugs.
 */
export function isUnavailable(error: unknown): boolean {
  // Kysely's message: it has no error code for a closed database.
  const isClosed = error instanceof Error && error.message === 'driver has already been destroyed';
  return isClosed || isSqliteUnavailable(error) || isPostgresUnavailable(error);
}

/** True when a row with that key exists already. SQLite's extended codes 2067 and 1555, PostgreSQL's SQLSTATE 23505. */
export function isDuplicate(error: unknown): boolean {
  const { errcode, code } = (error ?? {}) as { errcode?: unknown; code?: unknown };
  return errcode === 2067 || errcode === 1555 || code === '23505';
}

/** True when a foreign key refuses a change: a row refers to this one, or this one to a row that does not exist. */
export function isForeignKeyViolation(error: unknown): boolean {
  const { errcode, code } = (error ?? {}) as { errcode?: unknown; code?: unknown };
  return errcode === 787 || code === '23503';
}
