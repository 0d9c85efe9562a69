import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { newSecretKey } from '../../src/security/secret-key.ts';
import { first } from '../../src/store/migrations/0001-first.ts';
import { vacatedSeats } from '../../src/store/migrations/0002-vacated-seats.ts';
import { sqliteDialect } from '../../src/store/sqlite-dialect.ts';
import { openStore } from '../../src/store/store.ts';
import { build } from '../support/build.ts';
import { createClient } from '../support/client.ts';
import { describeOnSqlite as describe } from '../support/describe-on.ts';
import { sealingWith } from '../support/sealing.ts';
import { startServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';

const now = new Date('2026-06-15T12:00:00.000Z');
const later = new Date(now.getTime() + 60_000);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-sealed-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Which of these texts stand in the database, its log or its index. */
async function foundIn(dataDir: string, secrets: Iterable<string>): Promise<string[]> {
  const files = (await readdir(dataDir)).filter((name) => name.startsWith('latchkey.db'));
  const bytes = await Promise.all(files.map((name) => readFile(join(dataDir, name))));
  return [...secrets].filter((secret) => bytes.some((one) => one.includes(secret)));
}

describe('the database', () => {
  it('has no secret in clear: not a shared key, not a client secret, not what a record holds', async () => {
    const file = join(folder, 'latchkey.db');
    const store = await openStore(file, { sealing: sealingWith(newSecretKey()) });
    const canaries = Array.from({ length: 5 }, () => randomUUID());
    const [sharedKey = '', clientSecret = '', verifier = '', reply = '', clear = ''] = canaries;
    await build(store).apiKey({ sharedKey });
    const oidc = { kind: 'oidc' as const, clientSecret, clientId: clear };
    await build(store).account({}, oidc);
    await store.records.put('PendingSignIn', 'state', { checks: { verifier } }, later);
    await store.adminTokens.create({ id: 1, name: '', tokenHash: '', expiresAt: null, now });
    const once = { adminTokenId: 1, key: 'once' };
    await store.idempotencyKeys.take(once, 'a hash', { now, expiresAt: later });
    await store.idempotencyKeys.keep(once, { reply });

    expect(await store.idempotencyKeys.take(once, 'another', { now, expiresAt: later })).toEqual({
      fingerprint: 'a hash',
      reply: { reply },
    });
    expect(await foundIn(folder, canaries)).toEqual([clear]);
    await store.close();
    expect(await foundIn(folder, canaries)).toEqual([clear]);
  });

  it('has nothing that opens a session or a sign-in, after one', async () => {
    const server = await startServer({ demo: true });
    const { shared_key: sharedKey, api_key: apiKey } = server.demo;
    const client = createClient(server, { apiKey, sharedKey });
    const query = { product: 'demo', customer_account_code: 'acme', response_type: 'code' };
    const { body } = await client.call<{ url: string }>('getSsoUrl', { query });
    const browser = new UserAgent();
    const isApplication = (url: string) => new URL(url).origin !== server.url;
    const people = await browser.follow(body.url);
    const chosen = await browser.post(people.url, { email: 'alice@acme.test' });
    await browser.follow(people.url, isApplication, chosen);

    const secrets = new Map([['shared_key', sharedKey]]);
    for (const { location, response } of browser.history) {
      for (const line of [response.headers['set-cookie'] ?? []].flat()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (value !== '') secrets.set(name, value);
      }
      for (const [name, value] of new URL(location ?? '/', server.url).searchParams) {
        if (['code', 'state', 'nonce'].includes(name)) secrets.set(name, value);
      }
    }
    expect([...secrets.keys()]).toEqual(
      expect.arrayContaining([
        ...['code', 'state', 'nonce', 'latchkey_session', 'latchkey_interaction'],
        ...['latchkey_browser', 'demo_idp_session'],
      ]),
    );
    expect(await foundIn(server.config.dataDir, secrets.values())).toEqual([]);
    await server.close();
  });
});

describe('a database of the time before', () => {
  it('is sealed when it is opened, and nothing stays behind in clear', async () => {
    const file = join(folder, 'latchkey.db');
    const canaries = Array.from({ length: 600 }, () => randomUUID());
    const old = new Kysely<unknown>({ dialect: sqliteDialect(file, 5_000) });
    const migrations = { '0001-first': first, '0002-vacated-seats': vacatedSeats };
    await new Migrator({
      db: old,
      provider: { getMigrations: () => Promise.resolve(migrations) },
    }).migrateToLatest();
    const raw = new DatabaseSync(file);
    const apiKey = raw.prepare('insert into api_keys values (?, ?, ?, 0, 0, null, 0)');
    const record = raw.prepare(
      "insert into records values ('Session', ?, ?, null, ?, 9999999999999, null)",
    );
    for (const [id, canary] of canaries.entries()) {
      if (id < 10) apiKey.run(id, `key-${id}`, canary);
      else record.run(`id-${id}`, JSON.stringify({ canary }), `uid-${id}`);
    }
    raw.close();
    expect(await foundIn(folder, canaries)).toHaveLength(canaries.length);

    // The old connection is still there: the log of before is, too.
    const store = await openStore(file, { sealing: sealingWith(newSecretKey()) });
    expect(await foundIn(folder, canaries)).toEqual([]);
    expect((await store.apiKeys.findByKey('key-7'))?.sharedKey).toBe(canaries[7]);
    const session = await store.records.findByUid('Session', 'uid-599', now);
    expect(session).toEqual({ canary: canaries[599] });
    await old.destroy();
    await store.close();
    expect(await foundIn(folder, canaries)).toEqual([]);
  });
});

describe('the secret key', () => {
  const [older, newer] = [newSecretKey(), newSecretKey()];
  let file: string;
  beforeEach(() => {
    file = join(folder, 'latchkey.db');
  });

  it('must be the one that the database was sealed with', async () => {
    await (await openStore(file, { sealing: sealingWith(older) })).close();
    const wrong = openStore(file, { sealing: sealingWith(newer) });
    await expect(wrong).rejects.toThrow(sealingWith(older).keyId);
    await expect(wrong).rejects.toThrow('LATCHKEY_SECRET_KEY');
    const both = await openStore(file, { sealing: sealingWith(newer, older) });
    await both.close();
  });

  it('is changed while another instance works, which is told of both', async () => {
    const first = await openStore(file, { sealing: sealingWith(older) });
    const apiKey = await build(first).apiKey();
    const { code } = await build(first).account({}, { kind: 'oidc', clientSecret: 'secret' });
    for (let index = 0; index < 450; index += 1) {
      await first.records.put('Session', String(index), { index }, later);
    }
    const running = await openStore(file, { sealing: sealingWith(older, newer) });
    const changing = await openStore(file, { sealing: sealingWith(newer, older) });
    let reads = 0;
    const reading = (async () => {
      for (; reads < 450; reads += 1) {
        const { payload } = (await running.records.find('Session', String(reads))) ?? {};
        expect(payload).toEqual({ index: reads });
      }
    })();
    // 450 records, the API key, the connection and the check.
    expect(await changing.reseal()).toBe(453);
    await reading;
    expect(await changing.reseal()).toBe(0);
    for (const one of [first, running, changing]) await one.close();

    const after = await openStore(file, { sealing: sealingWith(newer) });
    expect((await after.apiKeys.findByKey(apiKey.apiKey))?.sharedKey).toBe(apiKey.sharedKey);
    const account = await after.customerAccounts.findByCode(code);
    expect(account?.connection).toMatchObject({ clientSecret: 'secret' });
    expect((await after.records.find('Session', '449'))?.payload).toEqual({ index: 449 });
    await after.close();
  });

  it('that is left behind too early is asked for', async () => {
    const first = await openStore(file, { sealing: sealingWith(older) });
    const apiKey = await build(first).apiKey();
    const raw = new DatabaseSync(file);
    // A secret that was moved: nobody can open it, so nobody can seal it anew.
    raw.exec('update api_keys set id = id + 1');
    raw.close();
    const changing = await openStore(file, { sealing: sealingWith(newer, older) });
    await expect(changing.reseal()).rejects.toThrow(`api_keys.shared_key of row ${apiKey.id + 1}`);
    await changing.close();
    await first.close();
    await expect(openStore(file, { sealing: sealingWith(newer) })).rejects.toThrow('keys reseal');
  });
});
