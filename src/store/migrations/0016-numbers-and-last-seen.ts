import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** A number for each server, of which its ids are made; and when each device was last seen. */
export const numbersAndLastSeen: Migration = {
  async up(db) {
    await db.schema
      .createTable('server_starts')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('count', 'bigint', (c) => c.notNull())
      .execute();
    await sql`insert into server_starts (id, count) values (1, 0)`.execute(db);
    await db.schema.alterTable('devices').addColumn('last_seen_at', 'bigint').execute();
    // As far as is known: with a seat it changes by what its application says.
    await sql`update devices set last_seen_at = case active when 1 then updated_at else activated_at end`.execute(
      db,
    );
  },
};
