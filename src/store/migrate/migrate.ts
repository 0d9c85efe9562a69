import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { allMigrations } from './all-migrations.ts';
import { type MigrationFailure, migrationFailure, unknownMigrations } from './failure.ts';
import { isPostgresUnavailable, sqlState } from '../postgres/postgres-errors.ts';
import type { Schema } from '../schema.ts';

/** Compares the migrations that a database had with those of this release. */
export interface MigrationStatus {
  /** Migrations that have not run yet. */
  readonly pending: readonly string[];
  /** Migrations that ran and that this release does not know: those of a newer release. */
  readonly unknown: readonly string[];
}

/** The database could not be migrated, or a newer release has migrated it. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
  readonly why: string;
  readonly cure: string;

  constructor({ why, cure }: MigrationFailure, options?: ErrorOptions) {
    super(`${why} ${cure}`, options);
    this.why = why;
    this.cure = cure;
  }
}

/**
 * Runs the pending migrations: all of them or none. When several processes call this at once, one runs them and the
 * others wait.
 * @throws MigrationError when a newer release has migrated the database, or a migration fails
 */
export async function migrate(db: Kysely<Schema>, migrations = allMigrations): Promise<void> {
  const { pending, unknown } = await migrationStatus(db, migrations);
  if (unknown.length > 0) throw new MigrationError(unknownMigrations(unknown));
  if (pending.length > 0) await runMigrations(db, migrations);
}

/**
 * Runs the pending migrations, without looking for unknown ones first.
 * @param db may be a transaction
 * @throws MigrationError when one fails
 */
export async function runMigrations(db: Kysely<Schema>, migrations = allMigrations): Promise<void> {
  const provider = { getMigrations: () => Promise.resolve({ ...migrations }) };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  if (error !== undefined) throw new MigrationError(migrationFailure(error), { cause: error });
}

/** The status of a database that does not exist yet. */
export function newDatabaseStatus(): MigrationStatus {
  return { pending: Object.keys(allMigrations), unknown: [] };
}

/** Changes nothing. */
export async function migrationStatus(
  db: Kysely<Schema>,
  migrations = allMigrations,
): Promise<MigrationStatus> {
  const done = await executedMigrations(db);
  const known = Object.keys(migrations);
  return {
    pending: known.filter((name) => !done.includes(name)),
    unknown: done.filter((name) => !known.includes(name)),
  };
}

async function executedMigrations(db: Kysely<Schema>): Promise<string[]> {
  const read = async () => {
    const rows = await db
      .$extendTables<{ kysely_migration: { name: string } }>()
      .selectFrom('kysely_migration')
      .select('name')
      .orderBy('name')
      .execute();
    return rows.map(({ name }) => name);
  };
  try {
    return await read();
  } catch (error) {
    if (isPostgresUnavailable(error)) throw error;
    if (sqlState(error) === '42501') throw new MigrationError(migrationFailure(error));
    // An empty database does not have this table. This query is slow, so it comes last; another process may be creating
    // the table at this moment.
    const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
    return tables.some(({ name }) => name === 'kysely_migration') ? read() : [];
  }
}
