import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { newSecretKey } from '../../../src/security/secret-key.ts';
import { connect, type Database } from '../../../src/store/connect.ts';
import { matchingIds, MOST_MATCHES, searchText } from '../../../src/store/search/search.ts';
import { openStore, type Store } from '../../../src/store/store.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { plansOf } from '../../support/plans.ts';
import { sealingWith } from '../../support/sealing.ts';

const COUNT = MOST_MATCHES + 10;

let database: TestDatabase;
let store: Store;
let direct: Database;
beforeAll(async () => {
  database = await createDatabase();
  store = await openStore(database.database, { sealing: sealingWith(newSecretKey()) });
  direct = connect(database.database);
  const { db } = direct;
  await sql`insert into products (id, code, name, authorization_method, enabled, archived, prevent_vm, metadata, created_at)
    values (1, 'p', 'P', 'license-key', 1, 0, 0, '{}', 0)`.execute(db);
  await sql`
    with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${sql.lit(COUNT)})
    insert into customers (id, email, company_name, reference, phone, first_name, last_name, city, postcode, state, country, address, metadata, created_at)
    select n, 'c' || n || '@many.test', 'Kunde ' || n, '', '', '', '', '', '', '', '', '', '{}', n from numbers`.execute(
    db,
  );
  await sql`
    with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${sql.lit(COUNT)})
    insert into licenses (id, product_id, order_store_id, license_key, license_type, is_trial, enabled, grace_hours, times_activated, max_transfers, transfer_count, custom_fields, metadata, created_at)
    select n, 1, 'order-' || n, 'KEY-' || n, 'perpetual', 0, 1, 0, 0, 0, 0, '[]', '{}', n from numbers`.execute(
    db,
  );
  await sql`analyze`.execute(db);
}, 60_000);
afterAll(async () => {
  await direct.db.destroy();
  await store.close();
  await database.drop();
});

const text = (q: string) => {
  const found = searchText(q);
  if (found === undefined) throw new Error(`${q} is too short`);
  return found;
};

describe('a search', () => {
  it.each([
    ['customers', 'kunde 777', /search_customers|customers_parts/],
    ['licenses', 'key-777', /licenses_license_key_beginning/],
    ['licenses', 'order-777', /licenses_order_store_id_beginning/],
  ] as const)('of %s for %s reads an index, not the table', async (table, q, index) => {
    const plans = await plansOf(direct.db, (db) => matchingIds(db, table, text(q)).execute(db));
    expect(plans).toHaveLength(1);
    expect(plans[0]).toMatch(index);
    expect(plans[0]).not.toMatch(/seq scan|scan (customers|licenses)\b/i);
  });

  it('lists nothing when too many rows match, and the search returns the newest of them', async () => {
    const { customers } = store;
    const many = await customers.list({}, { limit: 2, text: text('@many.test') });
    expect(many).toEqual({ items: [], total: 0, next: undefined, tooMany: true });
    const some = await customers.list({}, { limit: 2, text: text('kunde 99') });
    expect(some.tooMany).toBe(false);
    expect(some.total).toBe(111);
    const found = await store.search.find('customer', text('@many.test'), 2);
    expect(found.more).toBe(true);
    expect(found.matches).toHaveLength(2);
  });
});
