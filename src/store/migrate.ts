import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { first } from './migrations/0001-first.ts';
import { vacatedSeats } from './migrations/0002-vacated-seats.ts';
import { admin } from './migrations/0003-admin.ts';
import type { Schema } from './schema.ts';

/** In this order; what was released is never changed again. */
const migrations = {
  '0001-first': first,
  '0002-vacated-seats': vacatedSeats,
  '0003-admin': admin,
};

/** Brings the tables up to date. @throws when a migration fails; the ones before it are kept. */
export async function migrate(db: Kysely<Schema>): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(migrations) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw new Error('the database could not be migrated', { cause: error });
}
