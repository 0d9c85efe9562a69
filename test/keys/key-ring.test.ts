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

/** The keys of one server, which has a connection of its own to the database. */
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
  it('are made once when several servers start at once', async () => {
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

describe('key rotation', () => {
  it('publishes the next key, then uses it, then drops the previous one', async () => {
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

  it('makes one key when it is asked for twice', async () => {
    const [one, other] = await Promise.all([instance(), instance()]);
    const made = await Promise.all([rotate(one, 'openid'), rotate(other, 'openid')]);
    expect(made.filter((key) => key !== undefined)).toHaveLength(1);
    expect(await rotate(one, 'openid')).toBeUndefined();
    expect(await rotations(one)).toHaveLength(1);
  });

  it('by age is done by one of several servers, for each purpose with a maximum age', async () => {
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
    // Keys of cookies and bindings are made an hour ahead only, so they are not due yet.
    expect(
      (await rotations(one)).map(({ detail, actorKind }) => [detail['purpose'], actorKind]),
    ).toEqual([['openid', 'system']]);

    clock.advance(7 * DAY);
    await Promise.all(rings.map((ring) => ring.refresh()));
    const purposes = (await rotations(one)).map(({ detail }) => detail['purpose']);
    expect(purposes.sort()).toEqual(['binding', 'cookies', 'openid']);
  });

  it('by age does not happen when it is turned off', async () => {
    const ring = await instance(null);
    clock.advance(9_999 * DAY);
    await ring.refresh();
    expect(await rotations(ring)).toEqual([]);
  });

  it('with immediate effect removes all previous keys', async () => {
    const ring = await instance();
    await rotate(ring, 'response');
    const fresh = await rotate(ring, 'response', true);
    await ring.refresh();
    expect(ring.current.responsePublished).toHaveLength(1);
    expect(ring.current.response.equals(createPrivateKey(fresh?.secret ?? ''))).toBe(true);
    expect(ring.current.responsePublished[0]?.until).toBeNull();
  });

  it('is in the audit log, without the key', async () => {
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

describe('a server whose keys are out of date', () => {
  it('refreshes its keys for an unknown key id', async () => {
    const [one, other] = [await instance(), await instance()];
    const made = await rotate(other, 'binding', true);
    expect(await one.findBindingKey(made?.kid ?? '')).toEqual(
      Buffer.from(made?.secret ?? '', 'base64url'),
    );
  });

  it('does not refresh again and again for invented key ids', async () => {
    const [one, other] = [await instance(), await instance()];
    expect(await one.findBindingKey('made up')).toBeUndefined();
    // It has just refreshed. Now there is a new key, but it must not refresh again so soon.
    const made = await rotate(other, 'binding', true);
    expect(await one.findBindingKey(made?.kid ?? '')).toBeUndefined();
    await one.refresh();
    expect(await one.findBindingKey(made?.kid ?? '')).toBeDefined();
  });

  it('keeps its keys when the database does not respond', async () => {
    const ring = await instance();
    const { current } = ring;
    await ring.store.close();
    stores = [];
    await expect(ring.refresh()).rejects.toThrow();
    expect(ring.current).toBe(current);
  });

  it('keeps the same object when no key has changed', async () => {
    const ring = await instance();
    const { current } = ring;
    await ring.refresh();
    expect(ring.current).toBe(current);
  });
});
