import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newSecretKey } from '../../src/security/secret-key.ts';
import { isUnavailable, openStore, type Store } from '../../src/store/store.ts';
import { build } from '../support/build.ts';
import {
  createDatabase,
  openSession,
  type TestDatabase,
  whileLocked,
} from '../support/database.ts';
import { sealingWith } from '../support/sealing.ts';

const now = new Date('2026-06-15T12:00:00.000Z');
const later = (milliseconds: number) => new Date(now.getTime() + milliseconds);

const sealing = sealingWith(newSecretKey());

let database: TestDatabase;
let store: Store;
beforeAll(async () => {
  database = await createDatabase();
  store = await openStore(database.database, { sealing, lockTimeout: 50 });
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

/** Runs a statement on another connection. */
async function elsewhere(sql: string): Promise<Record<string, unknown>[]> {
  const session = await openSession(database.database);
  try {
    return await session.query(sql);
  } finally {
    await session.close();
  }
}

describe('a report of a device that was deleted meanwhile', () => {
  it('does not create it again', async () => {
    const device = {
      id: 77,
      license_id: 7,
      active: true,
      blacklisted: false,
      vacated: false,
      license_user_id: null,
      last_seen_at: null,
    };
    const report = { fields: { os_ver: 'Windows 11' }, variables: {} };
    await store.transaction((tables) => tables.seats.updateDevice(device, report, now));
    expect(await elsewhere('select id from devices where id = 77')).toEqual([]);
  });
});

describe('the database', () => {
  it('stores nothing of a transaction that fails', async () => {
    const work = store.transaction(async (transaction) => {
      await build({ ...store, ...transaction }).product({ code: 'half-done' });
      throw new Error('planned');
    });
    await expect(work).rejects.toThrow('planned');
    expect(await store.products.findByCode('half-done')).toBeUndefined();
  });

  it('is unavailable while another process holds its lock', async () => {
    const error: unknown = await whileLocked(database.database, () =>
      build(store)
        .product({ code: 'locked-out' })
        .catch((caught: unknown) => caught),
    );
    expect(isUnavailable(error)).toBe(true);
    expect(isUnavailable(new Error('a bug'))).toBe(false);
  });

  it('is unavailable after it was closed', async () => {
    const closed = await openStore(database.database, { sealing });
    await closed.close();
    const error: unknown = await closed.ping().catch((caught: unknown) => caught);
    expect(isUnavailable(error)).toBe(true);
  });

  it('refuses a counter above the limit of a license, with a check of the table', async () => {
    const { id: productId } = await build(store).product();
    const { id } = await build(store).license({ product_id: productId, max_activations: 2 });
    const count = (devices: number) =>
      elsewhere(`update licenses set times_activated = ${devices} where id = ${id}`);
    await expect(count(2)).resolves.toEqual([]);
    await expect(count(3)).rejects.toThrow(/check constraint/i);
    await expect(count(-1)).rejects.toThrow(/check constraint/i);
  });

  it('stores texts with any characters', async () => {
    const text = 'a\u0000b \ud800 \u{1f600} \' " \\ \u202e';
    await build(store).product({ code: text, name: 'found' });
    expect(await store.products.findByCode(text)).toMatchObject({ name: 'found' });
  });
});

describe('records', () => {
  const kind = 'AuthorizationCode';

  it('are found by their id, which is stored as a hash', async () => {
    await store.records.put(kind, 'the-secret', { a: 1 }, later(1_000));
    expect((await store.records.find(kind, 'the-secret'))?.payload).toEqual({ a: 1 });
    expect(await store.records.find('Another', 'the-secret')).toBeUndefined();
    const rows = await elsewhere('select * from records');
    expect(JSON.stringify(rows)).not.toContain('the-secret');
  });

  it('are consumed once when fifty callers try at once', async () => {
    await store.records.put(kind, 'once', { a: 1 }, later(1_000));
    const results = await Promise.all(
      Array.from({ length: 50 }, () => store.records.consume(kind, 'once', now)),
    );
    expect(results.filter((one) => one !== undefined)).toHaveLength(1);
    expect((await store.records.find(kind, 'once'))?.consumedAt).toEqual(now);
  });

  it('cannot be consumed after they have expired', async () => {
    await store.records.put(kind, 'late', {}, later(1_000));
    expect(await store.records.consume(kind, 'late', later(1_000))).toBeUndefined();
    expect(await store.records.consume(kind, 'late', later(999))).toBeDefined();
  });

  it('are deleted with their grant, and after they have expired', async () => {
    await store.records.put(kind, 'granted', {}, later(1_000), { grantId: 'g' });
    await store.records.deleteByGrantId('g');
    expect(await store.records.find(kind, 'granted')).toBeUndefined();
    await store.records.put(kind, 'old', {}, later(1_000));
    await store.records.deleteExpired(later(2_000));
    expect(await store.records.find(kind, 'old')).toBeUndefined();
  });

  it('are found by uid', async () => {
    await store.records.put('Session', 'cookie', { b: 2 }, later(1_000), { uid: 'u' });
    expect(await store.records.findByUid('Session', 'u', now)).toEqual({ b: 2 });
    expect(await store.records.findByUid('Session', 'u', later(1_000))).toBeUndefined();
  });
});

describe('a sign-in', () => {
  it('belongs to the first device that it is used for', async () => {
    expect(await store.tokenUses.claim('sign-in', 'one', later(1_000))).toBe(true);
    expect(await store.tokenUses.claim('sign-in', 'one', later(1_000))).toBe(true);
    expect(await store.tokenUses.claim('sign-in', 'two', later(1_000))).toBe(false);
  });
});

describe('an identity', () => {
  it('keeps its id while the subject stays the same', async () => {
    const account = await build(store).account();
    const seen = { id: 'first', customerAccountId: account.id, email: 'old@acme.test' };
    await store.identities.record(seen, 'subject', now);
    const again = { ...seen, id: 'second', email: 'new@acme.test' };
    expect(await store.identities.record(again, 'subject', now)).toMatchObject({ id: 'first' });
    expect(await store.identities.find('first')).toMatchObject({ email: 'new@acme.test' });
  });
});
