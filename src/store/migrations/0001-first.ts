import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const first: Migration = {
  async up(db) {
    const schema = db.schema;
    await schema
      .createTable('products')
      .addColumn('id', 'bigint', (c) => c.primaryKey())
      .addColumn('code', 'text', (c) => c.notNull().unique())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('authorization_method', 'text', (c) => c.notNull())
      .addColumn('enabled', 'integer', (c) => c.notNull())
      .addColumn('archived', 'integer', (c) => c.notNull())
      .addColumn('prevent_vm', 'integer', (c) => c.notNull())
      .addColumn('metadata', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .execute();
    await schema
      .createTable('api_keys')
      .addColumn('id', 'bigint', (c) => c.primaryKey())
      .addColumn('api_key', 'text', (c) => c.notNull().unique())
      .addColumn('shared_key', 'text', (c) => c.notNull())
      .addColumn('read_only', 'integer', (c) => c.notNull())
      .addColumn('limited', 'integer', (c) => c.notNull())
      .addColumn('revoked_at', 'bigint')
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .execute();
    await schema
      .createTable('api_key_products')
      .addColumn('api_key_id', 'bigint', (c) => c.notNull().references('api_keys.id'))
      .addColumn('product_id', 'bigint', (c) => c.notNull().references('products.id'))
      .addPrimaryKeyConstraint('api_key_products_pk', ['api_key_id', 'product_id'])
      .execute();
    await schema
      .createTable('customer_accounts')
      .addColumn('id', 'bigint', (c) => c.primaryKey())
      .addColumn('code', 'text', (c) => c.notNull().unique())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('enabled', 'integer', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .execute();
    await schema
      .createTable('connections')
      .addColumn('customer_account_id', 'bigint', (c) =>
        c.primaryKey().references('customer_accounts.id'),
      )
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('enabled', 'integer', (c) => c.notNull())
      .addColumn('default_response_type', 'text', (c) => c.notNull())
      .addColumn('allow_implicit', 'integer', (c) => c.notNull())
      .addColumn('issuer', 'text')
      .addColumn('client_id', 'text')
      .addColumn('client_secret', 'text')
      .addColumn('trust_unverified_email', 'integer', (c) => c.notNull())
      .execute();
    await schema
      .createTable('redirect_uris')
      .addColumn('customer_account_id', 'bigint', (c) =>
        c.notNull().references('customer_accounts.id'),
      )
      .addColumn('uri', 'text', (c) => c.notNull())
      .addColumn('is_default', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('redirect_uris_pk', ['customer_account_id', 'uri'])
      .execute();
    const text = [
      'email',
      'company_name',
      'reference',
      'phone',
      'first_name',
      'last_name',
    ] as const;
    const address = ['city', 'postcode', 'state', 'country', 'address', 'metadata'] as const;
    let customers = schema
      .createTable('customers')
      .addColumn('id', 'bigint', (c) => c.primaryKey())
      .addColumn('customer_account_id', 'bigint', (c) => c.references('customer_accounts.id'))
      .addColumn('created_at', 'bigint', (c) => c.notNull());
    for (const name of [...text, ...address]) {
      customers = customers.addColumn(name, 'text', (c) => c.notNull());
    }
    await customers.execute();
    await schema
      .createTable('licenses')
      .addColumn('id', 'bigint', (c) => c.primaryKey())
      .addColumn('product_id', 'bigint', (c) => c.notNull().references('products.id'))
      .addColumn('customer_id', 'bigint', (c) => c.references('customers.id'))
      .addColumn('order_store_id', 'text', (c) => c.notNull())
      .addColumn('license_key', 'text', (c) => c.unique())
      .addColumn('license_type', 'text', (c) => c.notNull())
      .addColumn('is_trial', 'integer', (c) => c.notNull())
      .addColumn('enabled', 'integer', (c) => c.notNull())
      .addColumn('valid_until', 'bigint')
      .addColumn('maintenance_until', 'bigint')
      .addColumn('grace_hours', 'integer', (c) => c.notNull())
      .addColumn('max_activations', 'integer')
      // The last word on overselling, should every other check fail.
      .addColumn('times_activated', 'integer', (c) =>
        c
          .notNull()
          .check(
            sql`times_activated >= 0 and (max_activations is null or times_activated <= max_activations)`,
          ),
      )
      .addColumn('max_transfers', 'integer', (c) => c.notNull())
      .addColumn('transfer_count', 'integer', (c) => c.notNull())
      .addColumn('vacated_by', 'text')
      .addColumn('max_license_users', 'integer')
      .addColumn('custom_fields', 'text', (c) => c.notNull())
      .addColumn('metadata', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .execute();
    await schema
      .createTable('license_users')
      .addColumn('id', 'bigint', (c) => c.primaryKey())
      .addColumn('email', 'text', (c) => c.notNull().unique())
      .addColumn('first_name', 'text', (c) => c.notNull())
      .addColumn('last_name', 'text', (c) => c.notNull())
      .addColumn('phone_number', 'text', (c) => c.notNull())
      .addColumn('password_hash', 'text')
      .addColumn('is_initial_password', 'integer', (c) => c.notNull())
      .addColumn('enabled', 'integer', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .execute();
    await schema
      .createTable('license_assignments')
      .addColumn('license_id', 'bigint', (c) => c.notNull().references('licenses.id'))
      .addColumn('license_user_id', 'bigint', (c) => c.notNull().references('license_users.id'))
      .addColumn('max_activations', 'integer')
      .addColumn('total_activations', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('license_assignments_pk', ['license_user_id', 'license_id'])
      .execute();
    await schema
      .createTable('devices')
      .addColumn('id', 'bigint', (c) => c.primaryKey())
      .addColumn('license_id', 'bigint', (c) => c.notNull().references('licenses.id'))
      .addColumn('hardware_id', 'text', (c) => c.notNull())
      .addColumn('license_user_id', 'bigint', (c) => c.references('license_users.id'))
      .addColumn('active', 'integer', (c) => c.notNull())
      .addColumn('fields', 'text', (c) => c.notNull())
      .addColumn('variables', 'text', (c) => c.notNull())
      .addColumn('activated_at', 'bigint', (c) => c.notNull())
      .addColumn('updated_at', 'bigint', (c) => c.notNull())
      .addUniqueConstraint('devices_license_hardware', ['license_id', 'hardware_id'])
      .execute();
    await schema
      .createTable('identities')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('customer_account_id', 'bigint', (c) =>
        c.notNull().references('customer_accounts.id'),
      )
      .addColumn('subject', 'text', (c) => c.notNull())
      .addColumn('email', 'text', (c) => c.notNull())
      .addColumn('updated_at', 'bigint', (c) => c.notNull())
      .addUniqueConstraint('identities_subject', ['customer_account_id', 'subject'])
      .execute();
    await schema
      .createTable('records')
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('id', 'text', (c) => c.notNull())
      .addColumn('payload', 'text', (c) => c.notNull())
      .addColumn('grant_id', 'text')
      .addColumn('uid', 'text')
      .addColumn('expires_at', 'bigint', (c) => c.notNull())
      .addColumn('consumed_at', 'bigint')
      .addPrimaryKeyConstraint('records_pk', ['kind', 'id'])
      .execute();
    await schema.createIndex('records_grant').on('records').column('grant_id').execute();
    await schema.createIndex('records_uid').on('records').column('uid').execute();
    await schema.createIndex('records_expiry').on('records').column('expires_at').execute();
    await schema
      .createTable('token_uses')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('hardware_id', 'text', (c) => c.notNull())
      .addColumn('expires_at', 'bigint', (c) => c.notNull())
      .execute();
    await schema.createIndex('token_uses_expiry').on('token_uses').column('expires_at').execute();
  },
};
