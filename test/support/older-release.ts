import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { newSecretKey } from '../../src/security/secret-key.ts';
import { migrationsWith } from '../../src/store/migrate.ts';
import type { Schema } from '../../src/store/schema.ts';
import { sealingWith } from './sealing.ts';

/** Makes the tables as a release had them whose last migration is this one. */
export async function migrateTo(db: Kysely<Schema>, last: string): Promise<void> {
  const migrations = migrationsWith(sealingWith(newSecretKey()));
  const provider = { getMigrations: () => Promise.resolve(migrations) };
  const { error } = await new Migrator({ db, provider }).migrateTo(last);
  if (error !== undefined) throw new Error('the tables were not made', { cause: error });
}
