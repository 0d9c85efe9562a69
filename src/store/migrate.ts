import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Sealing } from '../security/sealing.ts';
import { first } from './migrations/0001-first.ts';
import { vacatedSeats } from './migrations/0002-vacated-seats.ts';
import { admin } from './migrations/0003-admin.ts';
import { keys } from './migrations/0004-keys.ts';
import type { Schema } from './schema.ts';

/** In this order; what was released is never changed again. */
const migrations = (sealing: Sealing) => ({
  '0001-first': first,
  '0002-vacated-seats': vacatedSeats,
  '0003-admin': admin,
  '0004-keys': keys(sealing),
});

/**
 * Brings the tables up to date.
 * @returns whether secrets were sealed that had been kept in clear
 * @throws when a migration fails; the ones before it are kept
 */
export async function migrate(db: Kysely<Schema>, sealing: Sealing): Promise<boolean> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(migrations(sealing)) },
  });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error !== undefined) throw new Error('the database could not be migrated', { cause: error });
  const done = results.map(({ migrationName }) => migrationName);
  return done.includes('0004-keys') && !done.includes('0001-first');
}
