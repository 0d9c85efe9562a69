import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newSecretKey } from '../../src/security/secret-key.ts';
import { isUnavailable, openStore, type Store } from '../../src/store/store.ts';
import { build } from '../support/build.ts';
import { sealingWith } from '../support/sealing.ts';

const now = new Date('2026-06-15T12:00:00.000Z');
const later = (milliseconds: number) => new Date(now.getTime() + milliseconds);

const sealing = sealingWith(newSecretKey());

let folder: string;
let file: string;
let store: Store;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-store-'));
  file = join(folder, 'latchkey.db');
  store = await openStore(file, { sealing, patience: 50 });
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

describe('the database', () => {
  it('is in WAL mode and waits for the disk', async () => {
    const raw = new DatabaseSync(file);
    expect(raw.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    raw.close();
    await expect(
      openStore(file, { sealing }).then((again) => again.close()),
    ).resolves.toBeUndefined();
  });

  it('keeps nothing of a transaction that fails', async () => {
    const work = store.transaction(async (transaction) => {
      await build({ ...store, ...transaction }).product({ code: 'half-done' });
      throw new Error('planned');
    });
    await expect(work).rejects.toThrow('planned');
    expect(await store.products.findByCode('half-done')).toBeUndefined();
  });

  it('is unavailable, not broken, while another process holds its lock', async () => {
    const raw = new DatabaseSync(file);
    raw.exec('BEGIN IMMEDIATE');
    const error: unknown = await build(store)
      .product({ code: 'locked-out' })
      .catch((caught: unknown) => caught);
    raw.exec('ROLLBACK');
    raw.close();
    expect(isUnavailable(error)).toBe(true);
    expect(isUnavailable(new Error('a bug'))).toBe(false);
  });

  it('waits for another process, and lets the rest of this one go on', async () => {
    const patient = await openStore(file, { sealing });
    const raw = new DatabaseSync(file);
    raw.exec('BEGIN IMMEDIATE');
    let longest = 0;
    let last = performance.now();
    const pulse = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    setTimeout(() => raw.exec('ROLLBACK'), 600);
    await build(patient).product({ code: 'waited-for' });
    clearInterval(pulse);
    raw.close();
    expect(await patient.products.findByCode('waited-for')).toBeDefined();
    await patient.close();
    // The lock was held for 600 ms; nothing here stood still for nearly as long.
    expect(longest).toBeLessThan(400);
  });

  it('refuses by itself to count more devices than a license allows', () => {
    const raw = new DatabaseSync(file);
    const columns = raw.prepare('select * from pragma_table_info(?)').all('licenses');
    const values = columns.map(({ name }) =>
      name === 'max_activations' ? 2 : name === 'times_activated' ? 3 : name === 'id' ? 1 : 0,
    );
    const insert = raw.prepare(`insert into licenses values (${values.map(() => '?').join()})`);
    raw.exec('PRAGMA foreign_keys = OFF');
    expect(() => insert.run(...values)).toThrow('CHECK constraint failed');
    raw.close();
  });
});

describe('records', () => {
  const kind = 'AuthorizationCode';

  it('are found by their id, and their id is not kept', async () => {
    await store.records.put(kind, 'the-secret', { a: 1 }, later(1_000));
    expect((await store.records.find(kind, 'the-secret'))?.payload).toEqual({ a: 1 });
    expect(await store.records.find('Another', 'the-secret')).toBeUndefined();
    const raw = new DatabaseSync(file);
    const rows = JSON.stringify(raw.prepare('select * from records').all());
    raw.close();
    expect(rows).not.toContain('the-secret');
  });

  it('are consumed by one of fifty', async () => {
    await store.records.put(kind, 'once', { a: 1 }, later(1_000));
    const results = await Promise.all(
      Array.from({ length: 50 }, () => store.records.consume(kind, 'once', now)),
    );
    expect(results.filter((one) => one !== undefined)).toHaveLength(1);
    expect((await store.records.find(kind, 'once'))?.consumedAt).toEqual(now);
  });

  it('are not consumed once they have expired', async () => {
    await store.records.put(kind, 'late', {}, later(1_000));
    expect(await store.records.consume(kind, 'late', later(1_000))).toBeUndefined();
    expect(await store.records.consume(kind, 'late', later(999))).toBeDefined();
  });

  it('go with their grant, and when they are old', async () => {
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
  it('stays the same for as long as its connection calls it the same', async () => {
    const account = await build(store).account();
    const seen = { id: 'first', customerAccountId: account.id, email: 'old@acme.test' };
    await store.identities.record(seen, 'subject', now);
    const again = { ...seen, id: 'second', email: 'new@acme.test' };
    expect(await store.identities.record(again, 'subject', now)).toMatchObject({ id: 'first' });
    expect(await store.identities.find('first')).toMatchObject({ email: 'new@acme.test' });
  });
});
