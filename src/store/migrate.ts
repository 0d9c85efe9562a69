import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { Sealing } from '../security/sealing.ts';
import { first } from './migrations/0001-first.ts';
import { vacatedSeats } from './migrations/0002-vacated-seats.ts';
import { admin } from './migrations/0003-admin.ts';
import { keys } from './migrations/0004-keys.ts';
import { rateLimits } from './migrations/0005-rate-limits.ts';
import { adminLists } from './migrations/0007-admin-lists.ts';
import { listCounts } from './migrations/0008-list-counts.ts';
import { connectionClaims } from './migrations/0013-connection-claims.ts';
import { numbersAndLastSeen } from './migrations/0016-numbers-and-last-seen.ts';
import { runningServers } from './migrations/0017-running-servers.ts';
import { finding } from './migrations/0018-finding.ts';
import { summedRefusals } from './migrations/0019-summed-refusals.ts';
import { type MigrationFailure, migrationFailure, newerRelease } from './migration-failure.ts';
import { isPostgresUnavailable, stateOf } from './postgres/postgres-errors.ts';
import type { Schema } from './schema.ts';

/** In this order; what was released is never changed again. */
const migrations: Record<string, Migration | ((sealing: Sealing) => Migration)> = {
  '0001-first': first,
  '0002-vacated-seats': vacatedSeats,
  '0003-admin': admin,
  '0004-keys': keys,
  '0005-rate-limits': rateLimits,
  '0007-admin-lists': adminLists,
  '0008-list-counts': listCounts,
  '0013-connection-claims': connectionClaims,
  '0016-numbers-and-last-seen': numbersAndLastSeen,
  '0017-running-servers': runningServers,
  '0018-finding': finding,
  '0019-summed-refusals': summedRefusals,
};

/** How the tables stand to this release. */
export interface MigrationStatus {
  /** Migrations still to be run. */
  readonly pending: readonly string[];
  /** Migrations that ran and that this release does not know: a newer one was here. */
  readonly unknown: readonly string[];
}

/** The tables are not those of this release, and could not be made so. */
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
 * Brings the tables up to date: all migrations or none. However many processes ask at once, one does it and the
 * others wait.
 * @returns whether secrets were sealed that had been kept in clear
 * @throws MigrationError where a newer release has used the database, or a migration fails
 */
export async function migrate(db: Kysely<Schema>, sealing: Sealing): Promise<boolean> {
  const { pending, unknown } = await migrationStatus(db);
  if (unknown.length > 0) throw new MigrationError(newerRelease(unknown));
  if (pending.length === 0) return false;
  const done = await makeTables(db, sealing);
  return done.includes('0004-keys') && !done.includes('0001-first');
}

/**
 * Runs the migrations that were not run yet, of which there must be one.
 * @param db may be a transaction
 * @returns their names
 * @throws MigrationError where one fails
 */
export async function makeTables(db: Kysely<Schema>, sealing: Sealing): Promise<string[]> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(migrationsWith(sealing)) },
  });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error !== undefined) {
    throw new MigrationError(migrationFailure(error), { cause: error });
  }
  return results.map(({ migrationName }) => migrationName);
}

/** How the tables of a database that is not there stand to this release. */
export function neverMigrated(): MigrationStatus {
  return { pending: Object.keys(migrations), unknown: [] };
}

/** How the tables stand to this release. Changes nothing. */
export async function migrationStatus(db: Kysely<Schema>): Promise<MigrationStatus> {
  const done = await executedMigrations(db);
  const known = Object.keys(migrations);
  return {
    pending: known.filter((name) => !done.includes(name)),
    unknown: done.filter((name) => !known.includes(name)),
  };
}

/** All there are, by their names, in this order. */
export function migrationsWith(sealing: Sealing): Record<string, Migration> {
  return Object.fromEntries(
    Object.entries(migrations).map(([name, migration]) => [
      name,
      typeof migration === 'function' ? migration(sealing) : migration,
    ]),
  );
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
    if (stateOf(error) === '42501') throw new MigrationError(migrationFailure(error));
    // An empty database has no such table. Asked last, as it is slow; somebody may be making it now.
    const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
    return tables.some(({ name }) => name === 'kysely_migration') ? read() : [];
  }
}
