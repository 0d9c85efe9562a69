import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Sealing } from '../../security/sealing.ts';
import { rewriteColumn } from '../sealed-columns.ts';

/** What stood in clear until now. */
const columns = [
  { table: 'api_keys', column: 'shared_key', id: ['id'] },
  { table: 'connections', column: 'client_secret', id: ['customer_account_id'] },
  { table: 'records', column: 'payload', id: ['kind', 'id'] },
];

/**
 * Secrets are sealed. Tables for the keys that the installation makes for itself, and for a text that tells whether
 * a secret key is the right one.
 */
export function keys(sealing: Sealing): Migration {
  return {
    async up(db: Kysely<Record<string, Record<string, string | number | null>>>) {
      await db.schema
        .createTable('secret_key_check')
        .addColumn('id', 'integer', (c) => c.primaryKey())
        .addColumn('sealed', 'text', (c) => c.notNull())
        .execute();
      await db.schema
        .createTable('signing_keys')
        .addColumn('purpose', 'text', (c) => c.notNull())
        .addColumn('generation', 'integer', (c) => c.notNull())
        .addColumn('kid', 'text', (c) => c.notNull().unique())
        .addColumn('secret', 'text', (c) => c.notNull())
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addColumn('activates_at', 'bigint', (c) => c.notNull())
        .addColumn('expires_at', 'bigint')
        // Of several instances that make the next key at once, one does.
        .addPrimaryKeyConstraint('signing_keys_pk', ['purpose', 'generation'])
        .execute();
      for (const column of columns) {
        await rewriteColumn(db, column, (value, place) => sealing.seal(value, place));
      }
    },
  };
}
