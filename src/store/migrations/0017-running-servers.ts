import type { Migration } from 'kysely/migration';

/** Which servers run on this database, and which secret keys each of them has. */
export const runningServers: Migration = {
  async up({ schema }) {
    await schema
      .createTable('running_servers')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('secret_key_ids', 'text', (c) => c.notNull())
      .addColumn('seen_at', 'bigint', (c) => c.notNull())
      .execute();
  },
};
