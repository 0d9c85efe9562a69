import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/rules/ids.ts';
import { newSecretKey } from '../../src/security/secret-key.ts';
import { settledTables } from '../../src/store/settled-tables.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import type { Tables } from '../../src/store/tables.ts';
import { build } from '../support/build.ts';
import {
  createDatabase,
  dialect,
  openSession,
  untilWaitedFor,
  type Session,
  type TestDatabase,
} from '../support/database.ts';
import { rounds } from '../support/long.ts';
import { sealingWith } from '../support/sealing.ts';

/** Milliseconds after which every server knows what another one has changed in PostgreSQL. */
const KNOWN_EVERYWHERE = 1_000;
/** Fewer on PostgreSQL, where a row that another server has changed may take that long. */
const STEPS = dialect() === 'sqlite' ? rounds(1_500, 100_000) : rounds(100, 100_000);
/** Milliseconds for all steps. */
const LONGEST = rounds(60_000, 4 * 3_600_000);

const now = new Date(Date.UTC(2026, 0, 1));

/** Finds the same row: in a transaction, it is read from the database. */
type Find = (tables: Tables) => Promise<object | undefined>;
type Change = (tables: Tables) => Promise<unknown>;

describe('rows that are kept in memory', () => {
  let database: TestDatabase;
  let store: Store;
  let other: Store;
  let session: Session;
  const finds: Record<string, Find> = {};
  const changes: Record<string, Change> = {};
  /** Statements of somebody who does not know Latchkey. */
  const statements: Record<string, string> = {};
  /** Seed and state of a small generator of numbers (xorshift). */
  const seed = 1 + (Date.now() % 2 ** 31);
  let state = seed;

  function random(below: number): number {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.abs(state) % below;
  }

  function one<Value>(of: readonly Value[]): Value {
    return of[random(of.length)] as Value;
  }

  beforeAll(async () => {
    database = await createDatabase();
    const sealing = sealingWith(newSecretKey());
    store = await openStore(database.database, { sealing });
    other = await openStore(database.database, { sealing });
    session = await openSession(database.database);
    const make = build(store);

    const product = await make.product({ code: 'product' });
    const second = await make.product({ code: 'second' });
    const bundle = await make.bundle([product], { code: 'bundle' });
    const key = await make.apiKey();
    const account = await make.account({ code: 'account' });
    const elsewhere = await make.account({ code: 'elsewhere' });
    const license = await make.license({ product_id: product.id, license_key: 'SETTLED' });
    const { customerId } = account;
    await session.query(`update licenses set customer_id = ${customerId} where id = ${license.id}`);
    const clients = [
      await make.oauthClient(),
      await make.oauthClient({ customer_id: customerId }),
      await make.oauthClient({ license_id: license.id }),
    ];

    finds['a product'] = ({ products }) => products.findByCode('product');
    finds['a bundle'] = ({ bundles }) => bundles.findByCode('bundle');
    finds['an API key'] = ({ apiKeys }) => apiKeys.findByKey(key.api_key);
    finds['an account'] = ({ customerAccounts }) => customerAccounts.findByCode('account');
    for (const [index, { client_id: id }] of clients.entries()) {
      finds[`OAuth client ${index}`] = ({ oauthClients }) => oauthClients.findByClientId(id);
    }
    finds['a product that comes and goes'] = ({ products }) => products.findByCode('passing');

    const found = <Row>(row: Row | undefined): Row => {
      if (row === undefined) throw new Error('not found');
      return row;
    };
    changes['products'] = async ({ products }) => {
      const before = found(await products.find(product.id));
      const values = { name: `Name ${random(1_000)}`, metadata: { n: random(1_000) } };
      await products.update({ ...before, ...values, archived: random(2) === 0 }, now);
    };
    changes['new product'] = async ({ products }) => {
      const before = await products.findByCode('passing');
      if (before !== undefined) return products.delete(before);
      return products.create({ ...product, id: newId(), code: 'passing' }, now);
    };
    changes['bundles'] = async ({ bundles }) => {
      const before = found(await bundles.find(bundle.id));
      await bundles.update({ ...before, product_ids: [one([product.id, second.id])] }, now);
    };
    changes['api_keys'] = async ({ apiKeys }) => {
      const before = found(await apiKeys.find(key.id));
      const productIds = one([null, [product.id], [product.id, second.id]]);
      const revokedAt = one([null, now]);
      await apiKeys.update({ ...before, product_ids: productIds, revoked_at: revokedAt }, now);
    };
    changes['customer_accounts'] = async ({ customerAccounts }) => {
      const before = found(await customerAccounts.find(account.id));
      const uri = `http://127.0.0.1/${random(1_000)}`;
      await customerAccounts.update({ ...before, redirect_uris: [{ uri, is_default: true }] }, now);
    };
    changes['connections'] = ({ connections }) =>
      connections.set(account.id, {
        kind: 'password',
        enabled: random(2) === 0,
        default_response_type: 'code',
        allow_implicit: random(2) === 0,
      });
    changes['no connection'] = ({ connections }) => connections.delete(account.id);
    changes['customers'] = async ({ customers }) => {
      const before = found(await customers.find(customerId));
      await customers.update(
        { ...before, customer_account_id: one([account.id, elsewhere.id, null]) },
        now,
      );
    };
    changes['oauth_clients'] = async ({ oauthClients }) => {
      const before = found(await oauthClients.find(one(clients).id));
      if (random(2) === 0) {
        await oauthClients.addSecret(before, `secret ${random(1_000)}`, { now, oldExpireAt: now });
      } else {
        await oauthClients.update({ ...before, product_ids: one([null, [second.id]]) }, now);
      }
    };
    // What happens all the time, and changes none of these rows.
    changes['devices'] = async ({ seats }) => {
      const query = {
        productId: product.id,
        scope: { kind: 'company' },
        holder: { licenseKey: 'SETTLED' },
      };
      await seats.findCandidates(query as never, now);
    };

    const customers = `(${customerId}, ${elsewhere.customerId})`;
    statements['licenses'] =
      `update licenses set customer_id = (select id from customers where id in ${customers} and id <> licenses.customer_id) where id = ${license.id}`;
    statements['products'] =
      `update products set name = case name when 'one' then 'two' else 'one' end where id = ${product.id}`;
    statements['redirect_uris'] =
      `update redirect_uris set is_default = 1 - is_default where customer_account_id = ${account.id}`;
    statements['oauth_client_secrets'] =
      `update oauth_client_secrets set expires_at = coalesce(expires_at, 0) + 1`;
    statements['customers'] =
      `update customers set customer_account_id = case when customer_account_id = ${account.id} then ${elsewhere.id} else ${account.id} end where id = ${customerId}`;
  });
  afterAll(async () => {
    await session.close();
    await store.close();
    await other.close();
    await database.drop();
  });

  async function makeChange(): Promise<'own' | 'foreign'> {
    const change = one(Object.values(changes));
    // Two servers may change one row at the same time. Then one of them has changed nothing.
    const conflict = () => undefined;
    switch (random(5)) {
      case 0:
      case 1:
        await store.transaction(change).catch(conflict);
        return 'own';
      case 2:
        await other.transaction(change).catch(conflict);
        return 'foreign';
      case 3:
        await session.query(one(Object.values(statements))).catch(conflict);
        return 'foreign';
      default:
        await store
          .transaction(async (tables) => {
            await change(tables);
            throw new Error('planned');
          })
          .catch(conflict);
        return 'own';
    }
  }

  const stored = (find: Find) => store.transaction(find);

  it(
    `are those of the database, after any of ${STEPS} random changes`,
    async () => {
      let foreignAt = -Infinity;
      for (let step = 0; step < STEPS; step += 1) {
        const [name, find] = one(Object.entries(finds));
        // Reads and changes at the same time, so that a row is also read while it changes.
        const busy = random(3);
        const [kind] = await Promise.all([
          makeChange(),
          ...Array.from({ length: busy }, () => find(store)),
        ]);
        if (kind === 'foreign') foreignAt = performance.now();
        let kept = await find(store);
        const expected = await stored(find);
        const isYoung = performance.now() - foreignAt < KNOWN_EVERYWHERE;
        if (
          dialect() === 'postgres' &&
          isYoung &&
          JSON.stringify(kept) !== JSON.stringify(expected)
        ) {
          await setTimeout(KNOWN_EVERYWHERE);
          kept = await find(store);
        }
        expect({ seed, step, name, row: kept }).toEqual({ seed, step, name, row: expected });
      }
    },
    LONGEST,
  );

  it('are not read from the database again', async () => {
    await setTimeout(dialect() === 'postgres' ? KNOWN_EVERYWHERE : 0);
    for (const find of Object.values(finds)) {
      const first = await find(store);
      expect(await find(store)).toBe(first);
    }
  });

  it('are not what was read before a change, by a request that ends after it', async () => {
    // SQLite reads all of it at once.
    if (dialect() === 'sqlite') return;
    await build(store).account({ code: 'slow', name: 'before' });
    const locking = await openSession(database.database);
    await locking.query('begin');
    await locking.query('lock table connections in access exclusive mode');
    const slow = store.customerAccounts.findByCode('slow');
    await untilWaitedFor(locking, database.database);
    await session.query("update customer_accounts set name = 'after' where code = 'slow'");
    await setTimeout(KNOWN_EVERYWHERE);
    await store.products.findByCode('product');
    await locking.query('rollback');
    await locking.close();
    expect((await slow)?.name).toBe('before');
    expect((await store.customerAccounts.findByCode('slow'))?.name).toBe('after');
  });

  it('cannot be changed by who gets them', async () => {
    const account = await store.customerAccounts.findByCode('account');
    expect(() => Object.assign(account as object, { name: 'changed' })).toThrow(TypeError);
    expect(Object.isFrozen(account?.redirect_uris[0])).toBe(true);
  });

  it('are from tables whose changes the database counts', async () => {
    const sql =
      dialect() === 'postgres'
        ? "select distinct tgrelid::regclass::text as name from pg_trigger where tgname like '%_settled'"
        : "select distinct tbl_name as name from sqlite_schema where type = 'trigger' and name like '%\\_settled\\_%' escape '\\'";
    const names = (await session.query(sql)).map(({ name }) => String(name));
    expect(names.sort()).toEqual([...settledTables.keys()].sort());
  });
});
