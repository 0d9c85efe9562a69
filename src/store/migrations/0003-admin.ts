import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What the Admin API changes, and is listed by it, newest first. */
const RESOURCES = [
  'products',
  'customer_accounts',
  'customers',
  'licenses',
  'license_users',
  'api_keys',
] as const;

/** Admin tokens, the audit log, idempotency keys; a revision for whatever may be changed. */
export const admin: Migration = {
  async up(db) {
    const { schema } = db;
    for (const table of RESOURCES) {
      await schema
        .alterTable(table)
        .addColumn('revision', 'integer', (c) => c.notNull().defaultTo(1))
        .execute();
      await schema
        .alterTable(table)
        .addColumn('updated_at', 'bigint', (c) => c.notNull().defaultTo(0))
        .execute();
      await sql`update ${sql.table(table)} set updated_at = created_at`.execute(db);
      await schema.createIndex(`${table}_newest`).on(table).columns(['created_at', 'id']).execute();
    }
    await schema
      .alterTable('connections')
      .addColumn('revision', 'integer', (c) => c.notNull().defaultTo(1))
      .execute();
    await schema
      .alterTable('api_keys')
      .addColumn('name', 'text', (c) => c.notNull().defaultTo(''))
      .execute();

    await schema.createIndex('licenses_product').on('licenses').column('product_id').execute();
    await schema.createIndex('licenses_customer').on('licenses').column('customer_id').execute();
    await schema.createIndex('licenses_order').on('licenses').column('order_store_id').execute();
    await schema
      .createIndex('customers_account')
      .on('customers')
      .column('customer_account_id')
      .execute();
    await schema.createIndex('customers_email').on('customers').column('email').execute();
    await schema.createIndex('devices_user').on('devices').column('license_user_id').execute();

    await schema
      .createTable('admin_tokens')
      .addColumn('id', 'bigint', (c) => c.primaryKey())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('token_hash', 'text', (c) => c.notNull().unique())
      .addColumn('expires_at', 'bigint')
      .addColumn('revoked_at', 'bigint')
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .execute();
    await schema
      .createTable('audit_log')
      .addColumn('id', 'bigint', (c) => c.primaryKey())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('actor_kind', 'text', (c) => c.notNull())
      .addColumn('actor_id', 'text')
      .addColumn('action', 'text', (c) => c.notNull())
      .addColumn('outcome', 'text', (c) => c.notNull())
      .addColumn('code', 'text')
      .addColumn('subject_kind', 'text')
      .addColumn('subject_id', 'bigint')
      .addColumn('address', 'text')
      .addColumn('request_id', 'text')
      .addColumn('detail', 'text', (c) => c.notNull())
      .execute();
    const auditIndex = (name: string, ...columns: string[]) =>
      schema.createIndex(`audit_log_${name}`).on('audit_log').columns(columns).execute();
    await auditIndex('newest', 'created_at', 'id');
    await auditIndex('subject', 'subject_kind', 'subject_id', 'created_at');
    await auditIndex('actor', 'actor_kind', 'actor_id', 'created_at');
    await schema
      .createTable('idempotency_keys')
      .addColumn('admin_token_id', 'bigint', (c) => c.notNull().references('admin_tokens.id'))
      .addColumn('idempotency_key', 'text', (c) => c.notNull())
      .addColumn('fingerprint', 'text', (c) => c.notNull())
      .addColumn('reply', 'text')
      .addColumn('expires_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('idempotency_keys_pk', ['admin_token_id', 'idempotency_key'])
      .execute();
    await schema
      .createIndex('idempotency_keys_expiry')
      .on('idempotency_keys')
      .column('expires_at')
      .execute();
  },
};
