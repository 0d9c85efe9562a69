import { createPrivateKey } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { type KeyRing, openKeyRing } from '../../src/keys/key-ring.ts';
import { rotateKey } from '../../src/keys/rotate-key.ts';
import type { Purpose } from '../../src/rules/key-schedule.ts';
import { newSecretKey } from '../../src/security/secret-key.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { sealingWith } from '../support/sealing.ts';
import { TestClock } from '../support/test-clock.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const now = new Date('2026-06-15T12:00:00.000Z');
const origin = {
  actorKind: 'command_line',
  actorId: null,
  address: null,
  requestId: null,
} as const;

let database: TestDatabase;
let clock: TestClock;
let stores: Store[];
const sealing = sealingWith(newSecretKey());
beforeEach(async () => {
  database = await createDatabase();
  clock = new TestClock(now);
  stores = [];
});
afterEach(async () => {
  for (const store of stores) await store.close();
  await database.drop();
});

/** The keys as one instance has them, with a connection to the database of its own. */
async function instance(keyMaxAge: number | null = 90 * DAY): Promise<KeyRing & { store: Store }> {
  const store = await openStore(database.database, { sealing });
  stores.push(store);
  const log = pino({ level: 'silent' });
  const ring = await openKeyRing({
    store,
    log,
    config: { keyMaxAge },
    clock: () => clock.now(),
  });
  return Object.assign(ring, { store });
}

const kids = ({ current }: KeyRing) => current.openid.map(({ kid }) => kid);
const rotations = async ({ store }: { store: Store }) =>
  (await store.audit.list({ action: 'rotateKey' }, { limit: 100 })).items;
const rotate = ({ store }: { store: Store }, purpose: Purpose, immediately = false) =>
  rotateKey(store, purpose, { now: clock.now(), origin, immediately });

describe('the first keys', () => {
  it('are made once, also by several instances that start at once', async () => {
    const rings = await Promise.all([instance(), instance(), instance()]);
    const [one, ...others] = rings.map(({ current }) => current);
    for (const other of others) {
      expect(other.responsePublic).toBe(one?.responsePublic);
      expect({ ...other }).toEqual({ ...one, response: expect.anything() as unknown });
    }
    const again = await instance();
    expect(again.current.openid).toEqual(one?.openid);
  });
});

describe('rotation', () => {
  it('tells of the next key first, then uses it, then forgets the last one', async () => {
    const ring = await instance();
    const [first] = kids(ring);
    const next = await rotate(ring, 'openid');
    await ring.refresh();
    expect(kids(ring)).toEqual([first, next?.kid]);

    clock.advance(7 * DAY - 1);
    await ring.refresh();
    expect(kids(ring)).toEqual([first, next?.kid]);

    clock.advance(1);
    await ring.refresh();
    expect(kids(ring)).toEqual([next?.kid, first]);

    clock.advance(DAY);
    await ring.refresh();
    expect(kids(ring)).toEqual([next?.kid]);
    await ring.store.signingKeys.deleteExpired(clock.now());
    expect(await ring.store.signingKeys.list(now)).toHaveLength(5);
    clock.advance(1);
    await ring.store.signingKeys.deleteExpired(clock.now());
    expect(await ring.store.signingKeys.list(now)).toHaveLength(4);
  });

  it('happens once, though it was asked for twice', async () => {
    const [one, other] = await Promise.all([instance(), instance()]);
    const made = await Promise.all([rotate(one, 'openid'), rotate(other, 'openid')]);
    expect(made.filter((key) => key !== undefined)).toHaveLength(1);
    expect(await rotate(one, 'openid')).toBeUndefined();
    expect(await rotations(one)).toHaveLength(1);
  });

  it('by age happens in exactly one of several instances, for each purpose that ages', async () => {
    const rings = await Promise.all([instance(), instance(), instance()]);
    const [one] = rings;
    const { current: before } = one;
    clock.advance(83 * DAY);
    await Promise.all(rings.map((ring) => ring.refresh()));
    await Promise.all(rings.map((ring) => ring.refresh()));
    for (const { current } of rings) {
      expect(current.openid).toHaveLength(2);
      expect(current.openid[0]).toEqual(before.openid[0]);
      expect(current.responsePublished).toHaveLength(1);
      expect(current.openid).toEqual(one.current.openid);
    }
    // Cookies and bindings are known an hour ahead only: not due yet.
    expect(
      (await rotations(one)).map(({ detail, actorKind }) => [detail['purpose'], actorKind]),
    ).toEqual([['openid', 'system']]);

    clock.advance(7 * DAY);
    await Promise.all(rings.map((ring) => ring.refresh()));
    const purposes = (await rotations(one)).map(({ detail }) => detail['purpose']);
    expect(purposes.sort()).toEqual(['binding', 'cookies', 'openid']);
  });

  it('does not happen by age where it is turned off', async () => {
    const ring = await instance(null);
    clock.advance(9_999 * DAY);
    await ring.refresh();
    expect(await rotations(ring)).toEqual([]);
  });

  it('at once leaves nothing of the keys before, neither in use nor known', async () => {
    const ring = await instance();
    await rotate(ring, 'response');
    const fresh = await rotate(ring, 'response', true);
    await ring.refresh();
    expect(ring.current.responsePublished).toHaveLength(1);
    expect(ring.current.response.equals(createPrivateKey(fresh?.secret ?? ''))).toBe(true);
    expect(ring.current.responsePublished[0]?.until).toBeNull();
  });

  it('is written down, without the key', async () => {
    const ring = await instance();
    const made = await rotate(ring, 'binding');
    const [entry] = await rotations(ring);
    expect(entry).toMatchObject({
      actorKind: 'command_line',
      outcome: 'done',
      subject: { kind: 'key', id: 2 },
      detail: { purpose: 'binding', kid: made?.kid, immediately: false },
    });
    expect(JSON.stringify(entry)).not.toContain(made?.secret);
  });
});

describe('an instance that has not looked for a while', () => {
  it('looks when something names a key that it does not know', async () => {
    const [one, other] = [await instance(), await instance()];
    const made = await rotate(other, 'binding', true);
    expect(await one.findBindingKey(made?.kid ?? '')).toEqual(
      Buffer.from(made?.secret ?? '', 'base64url'),
    );
  });

  it('does not look again and again for names that are made up', async () => {
    const [one, other] = [await instance(), await instance()];
    expect(await one.findBindingKey('made up')).toBeUndefined();
    // It has just looked; now there is something to be seen, but it does not look.
    const made = await rotate(other, 'binding', true);
    expect(await one.findBindingKey(made?.kid ?? '')).toBeUndefined();
    await one.refresh();
    expect(await one.findBindingKey(made?.kid ?? '')).toBeDefined();
  });

  it('keeps what it has while the database does not answer', async () => {
    const ring = await instance();
    const { current } = ring;
    await ring.store.close();
    stores = [];
    await expect(ring.refresh()).rejects.toThrow();
    expect(ring.current).toBe(current);
  });

  it('notices by the object that nothing has changed', async () => {
    const ring = await instance();
    const { current } = ring;
    await ring.refresh();
    expect(ring.current).toBe(current);
  });
});
