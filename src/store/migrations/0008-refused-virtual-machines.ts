import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Whether the server refuses to activate a product in a virtual machine. */
export const up: Migration['up'] = async (db) => {
  await sql`alter table products add column refuse_vm integer default 0 not null`.execute(db);
};
