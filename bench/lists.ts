/**
 * Measures lists of licenses and searches in a large database: `npx node bench/lists.ts [licenses] [postgres]`. It
 * prints the milliseconds for the first page and for one in the middle, with the total count; the better of three. For
 * each ten licenses there is one customer and one license user.
 */
import { searchText } from '../src/store/search/search.ts';
import { openStore } from '../src/store/store.ts';
import type { LicenseFilter } from '../src/store/tables/licenses.ts';
import { newSecretKey } from '../src/security/secret-key.ts';
import { createDatabase, openSession } from '../test/support/database.ts';
import { createPostgresDatabase } from '../test/support/postgres-databases.ts';
import { startPostgres } from '../test/support/postgres-server.ts';
import { sealingWith } from '../test/support/sealing.ts';

const count = Number(process.argv[2] ?? 1_000_000);
const postgres = process.argv[3] === 'postgres' ? await startPostgres() : undefined;
const made =
  postgres === undefined
    ? await createDatabase()
    : {
        database: await createPostgresDatabase(postgres.url, 'template0'),
        drop: () => postgres.close(),
      };
const store = await openStore(made.database, { sealing: sealingWith(newSecretKey()) });
const at = Date.parse('2026-06-01T00:00:00.000Z');

// Most licenses are of one product. A tenth has expired, a seventh is disabled. There are a thousand customers of ten
// accounts.
const numbers = (to: number) =>
  `with recursive numbers (n) as (select cast(1 as bigint) union all select n + 1 from numbers where n < ${to})`;
const session = await openSession(made.database);
for (const sql of [
  `insert into products (id, code, name, authorization_method, enabled, archived, prevent_vm, metadata, created_at)
   select n, 'p' || n, 'P', 'license-key', 1, 0, 0, '{}', 0 from (select 1 as n union select 2) as two`,
  `${numbers(10)} insert into customer_accounts (id, code, name, enabled, created_at)
   select n, 'a' || n, 'A', 1, 0 from numbers`,
  `${numbers(1_000)} insert into customers (id, customer_account_id, email, company_name, reference, phone, first_name,
   last_name, city, postcode, state, country, address, metadata, created_at)
   select n, n % 10 + 1, 'c' || n || '@c.test', 'C', '', '', '', '', '', '', '', '', '', '{}', 0 from numbers`,
  `${numbers(count)} insert into licenses (id, product_id, customer_id, order_store_id, license_key, license_type,
   is_trial, enabled, valid_until, grace_hours, max_activations, times_activated, max_transfers, transfer_count,
   vacated_seats, custom_fields, metadata, created_at)
   select n, case when n % 10 = 0 then 2 else 1 end, n % 1000 + 1, 'o' || n, 'k' || n,
   case when n % 3 = 0 then 'perpetual' else 'subscription' end, 0, case when n % 7 = 1 then 0 else 1 end,
   case when n % 2 = 0 then null when n % 10 = 3 then ${at - 90 * 86_400_000} - n else ${at} + n * 1000 end, 24, 5, 0, 0, 0, 0,
   '[]', '{}', ${at} - n * 1000 from numbers`,
  `${numbers(count / 10)} insert into customers (id, customer_account_id, email, company_name, reference, phone,
   first_name, last_name, city, postcode, state, country, address, metadata, created_at)
   select n + 1000000000, n % 10 + 1, 'it' || n || '@kunde' || n || '.test', 'Kunde ' || n || ' GmbH', 'SAP-' || n, '',
   'Nora', 'Nordberg', '', '', '', '', '', '{}', n from numbers`,
  `${numbers(count / 10)} insert into license_users (id, email, first_name, last_name, phone_number,
   is_initial_password, enabled, created_at)
   select n + 2000000000, 'user' || n || '@kunde' || n || '.test', 'Alice', 'Adams', '', 0, 1, n from numbers`,
  'analyze',
]) {
  await session.query(sql);
}
await session.close();

const filters: Record<string, LicenseFilter> = {
  all: {},
  'of most products': { product_id: 1 },
  'of few products': { product_id: 2 },
  'of a customer': { customer_id: 5 },
  'of an account': { customer_account_id: 5 },
  'of a user': { license_user_id: 1 },
  'a key': { license_key: 'k77' },
  'an order': { order_store_id: 'o77' },
  disabled: { enabled: false },
  'disabled, of few products': { enabled: false, product_id: 2 },
  subscriptions: { license_type: 'subscription' },
  expired: { expired: { is: true, at: new Date(at) } },
  'not expired': { expired: { is: false, at: new Date(at) } },
  'expired, of most products': { product_id: 1, expired: { is: true, at: new Date(at) } },
  'expired, of an account': { customer_account_id: 5, expired: { is: true, at: new Date(at) } },
};
const middle = { createdAt: at - (count / 2) * 1_000, id: count / 2 };

console.log(`${count} licenses on ${postgres === undefined ? 'SQLite' : 'PostgreSQL'}, ms:`);
for (const [name, filter] of Object.entries(filters)) {
  const first = await best(() => store.licenses.list(filter, { limit: 50 }));
  const inside = await best(() => store.licenses.list(filter, { limit: 50, after: middle }));
  const { total } = await store.licenses.list(filter, { limit: 1 });
  console.log(
    `${name.padEnd(27)} first ${first.toFixed(0).padStart(5)}   middle ${inside.toFixed(0).padStart(5)}   of ${total}`,
  );
}

console.log('searches, ms:');
for (const q of ['kunde 777', 'nobody has this', 'user4711@', 'gmbh', 'K77', 'o123456']) {
  const text = searchText(q);
  if (text === undefined) continue;
  const kinds = ['customer', 'license_user', 'license', 'device'] as const;
  const everything = await best(async () => {
    for (const kind of kinds) await store.search.find(kind, text, 10);
  });
  const page = { limit: 50, text };
  const licenses = await best(() => store.licenses.list({}, page));
  const customers = await best(() => store.customers.list({}, page));
  const { total, tooMany } = await store.customers.list({}, page);
  console.log(
    `${q.padEnd(27)} find ${everything.toFixed(0).padStart(5)}   licenses ${licenses.toFixed(0).padStart(5)}   customers ${customers.toFixed(0).padStart(5)} of ${tooMany ? 'too many' : total}`,
  );
}
await store.close();
await made.drop();

async function best(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return Math.min(...times);
}
