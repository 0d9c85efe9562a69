import type { Migration } from 'kysely/migration';

/** Counts of what may not happen too often. */
export const rateLimits: Migration = {
  async up({ schema }) {
    await schema
      .createTable('rate_limits')
      .addColumn('key', 'text', (c) => c.primaryKey())
      .addColumn('points', 'integer', (c) => c.notNull())
      .addColumn('expires_at', 'bigint', (c) => c.notNull())
      .execute();
    await schema.createIndex('rate_limits_expiry').on('rate_limits').column('expires_at').execute();
  },
};
