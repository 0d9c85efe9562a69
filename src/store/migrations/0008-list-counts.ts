import type { Migration } from 'kysely/migration';

/**
 * Lists say how many there are: what is filtered by beside the product or the type stands in the index too, so that
 * a million licenses are counted without looking at one (measured on SQLite: 0.5 to 1 s before, under 0.2 s since).
 */
export const listCounts: Migration = {
  async up({ schema }) {
    await schema.dropIndex('licenses_product').execute();
    await schema
      .createIndex('licenses_product')
      .on('licenses')
      .columns(['product_id', 'created_at', 'id', 'enabled'])
      .columns(['license_type', 'is_trial', 'valid_until', 'grace_hours'])
      .execute();
    await schema.dropIndex('licenses_type').execute();
    await schema
      .createIndex('licenses_type')
      .on('licenses')
      .columns(['license_type', 'created_at', 'id', 'enabled'])
      .execute();
    await schema
      .createIndex('license_users_enabled')
      .on('license_users')
      .columns(['enabled', 'created_at', 'id'])
      .execute();
  },
};
