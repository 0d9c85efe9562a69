import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { isOnPostgres } from '../postgres/is-on-postgres.ts';

// As in settled-tables.ts when this migration was released.
const tables = [
  ['api_keys'],
  ['api_key_products'],
  ['bundles'],
  ['bundle_products'],
  ['connections'],
  ['customer_accounts'],
  ['customers', 'customer_account_id'],
  ['licenses', 'customer_id'],
  ['oauth_clients'],
  ['oauth_client_products'],
  ['oauth_client_secrets'],
  ['products'],
  ['redirect_uris'],
] as const;

/** Counts the changes of rows that a server keeps in memory. */
export const up: Migration['up'] = async (db) => {
  await sql`create table settled_changes (id integer primary key, count bigint not null)`.execute(
    db,
  );
  await sql`insert into settled_changes (id, count) values (1, 0)`.execute(db);
  await (isOnPostgres(db) ? countOnPostgres : countOnSqlite)(db);
};

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- Kysely passes this type to migrations
type Db = Kysely<any>;

async function countOnSqlite(db: Db): Promise<void> {
  for (const [table, column] of tables) {
    for (const event of ['insert', 'update', 'delete']) {
      // A new license or customer is in no scope yet, and those of a scope cannot be deleted.
      if (column !== undefined && event !== 'update') continue;
      const of = column === undefined ? sql`` : sql` of ${sql.ref(column)}`;
      await sql`create trigger ${sql.ref(`${table}_settled_${event}`)} after ${sql.raw(event)}${of} on ${sql.table(table)}
        begin update settled_changes set count = count + 1; end`.execute(db);
    }
  }
}

/**
 * Counts once in a transaction, when it commits: before that, the row would be locked, and other transactions would wait
 * for this one.
 */
async function countOnPostgres(db: Db): Promise<void> {
  await sql`create function latchkey_count_settled() returns trigger language plpgsql as ${sql.lit(`
    begin
      if coalesce(current_setting('latchkey.counted_in', true), '') <> txid_current()::text then
        update settled_changes set count = count + 1;
        perform set_config('latchkey.counted_in', txid_current()::text, true);
      end if;
      return null;
    end`)}`.execute(db);
  for (const [table, column] of tables) {
    const events =
      column === undefined ? sql`insert or update or delete` : sql`update of ${sql.ref(column)}`;
    await sql`create constraint trigger ${sql.ref(`${table}_settled`)} after ${events} on ${sql.table(table)}
      deferrable initially deferred for each row execute function latchkey_count_settled()`.execute(
      db,
    );
  }
}
