import type { Migration } from 'kysely/migration';

/** What the Admin API lists and looks for among a million rows; a note on licenses; when a device first came. */
export const adminLists: Migration = {
  async up(db) {
    const { schema } = db;
    await schema
      .alterTable('licenses')
      .addColumn('note', 'text', (c) => c.notNull().defaultTo(''))
      .execute();
    await schema
      .alterTable('devices')
      .addColumn('created_at', 'bigint', (c) => c.notNull().defaultTo(0))
      .execute();
    await db
      .updateTable('devices')
      .set((eb) => ({ created_at: eb.ref('activated_at') }))
      .execute();

    const index = (name: string, table: string, ...columns: string[]) =>
      schema.createIndex(`${table}_${name}`).on(table).columns(columns).execute();
    // One product or customer may have most of the licenses: in the order of the list, a page is read and no more.
    await schema.dropIndex('licenses_product').execute();
    await schema.dropIndex('licenses_customer').execute();
    await index('product', 'licenses', 'product_id', 'created_at', 'id');
    await index('customer', 'licenses', 'customer_id', 'created_at', 'id');
    await index('enabled', 'licenses', 'enabled', 'created_at', 'id');
    await index('type', 'licenses', 'license_type', 'created_at', 'id');
    await index('end', 'licenses', 'valid_until', 'license_type', 'is_trial', 'grace_hours');
    await index('license', 'license_assignments', 'license_id');
    await index('license', 'devices', 'license_id', 'created_at', 'id');
    await index('company', 'customers', 'company_name');
    await index('reference', 'customers', 'reference');
    await index('person', 'identities', 'subject');
  },
};
