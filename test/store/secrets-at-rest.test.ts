import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { databaseOf } from '../../src/config/config.ts';
import { newSecretKey } from '../../src/security/secret-key.ts';
import { isPostgres } from '../../src/config/postgres-url.ts';
import { openStore } from '../../src/store/store.ts';
import { build } from '../support/build.ts';
import { createClient } from '../support/client.ts';
import { createDatabase, openSession, type TestDatabase } from '../support/database.ts';
import { sealingWith } from '../support/sealing.ts';
import { startServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';

const now = new Date('2026-06-15T12:00:00.000Z');
const later = new Date(now.getTime() + 60_000);

/**
 * Finds texts in a database: in its tables, as a dump would show them, and for SQLite in the file, its WAL and its index.
 * @returns the texts that were found
 */
async function foundIn(database: string, secrets: Iterable<string>): Promise<string[]> {
  const places = [Buffer.from(await dump(database)), ...(await filesOf(database))];
  return [...secrets].filter((secret) => places.some((place) => place.includes(secret)));
}

async function dump(database: string): Promise<string> {
  const session = await openSession(database);
  const names = isPostgres(database)
    ? "select tablename as name from pg_tables where schemaname = 'public'"
    : "select name from sqlite_master where type = 'table'";
  const rows = [];
  for (const { name } of await session.query(names)) {
    rows.push(await session.query(`select * from ${String(name)}`));
  }
  await session.close();
  return JSON.stringify(rows);
}

async function filesOf(database: string): Promise<Buffer[]> {
  if (isPostgres(database)) return [];
  const folder = dirname(database);
  const names = (await readdir(folder)).filter((name) => name.startsWith(basename(database)));
  return Promise.all(names.map((name) => readFile(join(folder, name))));
}

let test: TestDatabase;
let database: string;
beforeEach(async () => {
  test = await createDatabase({ empty: true });
  ({ database } = test);
});
afterEach(() => test.drop());

describe('the database', () => {
  it('contains no shared key, client secret or record in plain text', async () => {
    const store = await openStore(database, { sealing: sealingWith(newSecretKey()) });
    const canaries = Array.from({ length: 6 }, () => randomUUID());
    const [
      sharedKey = '',
      clientSecret = '',
      verifier = '',
      print = '',
      response = '',
      clear = '',
    ] = canaries;
    await build(store).apiKey({ shared_key: sharedKey });
    const oidc = { kind: 'oidc' as const, client_secret: clientSecret, client_id: clear };
    await build(store).account({}, oidc);
    await store.records.put('PendingSignIn', 'state', { checks: { verifier } }, later);
    await store.adminTokens.create({ id: 1, name: '', tokenHash: '', expiresAt: null, now });
    const once = { admin_token_id: 1, idempotency_key: 'once' };
    const carryOut = (fingerprint: string) =>
      store.idempotencyKeys.once(once, { fingerprint, expiresAt: later }, now, () =>
        Promise.resolve({ response }),
      );
    expect(await carryOut(print)).toEqual({ answer: { response } });
    expect(await carryOut(print)).toEqual({ answer: { response } });
    expect(await carryOut('another')).toBeUndefined();
    expect(await foundIn(database, canaries)).toEqual([clear]);
    await store.close();
    expect(await foundIn(database, canaries)).toEqual([clear]);
  });

  it('contains nothing after a sign-in that opens a session or completes another sign-in', async () => {
    const server = await startServer({ demo: true });
    const { shared_key: sharedKey, api_key: apiKey } = server.demo;
    const client = createClient(server, { api_key: apiKey, shared_key: sharedKey });
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
    const [openid] = server.keys.current.openid;
    secrets.set('openid', openid?.['d'] ?? '');
    secrets.set('cookies', server.keys.current.cookies[0] ?? '');
    secrets.set('binding', Buffer.from(server.keys.current.binding[0].key).toString('base64url'));
    const pem = server.keys.current.response.export({ type: 'pkcs8', format: 'pem' }).toString();
    secrets.set('response', pem.split('\n')[5] ?? '');
    expect([...secrets.values()].every((secret) => secret.length >= 20)).toBe(true);
    expect([...secrets.keys()]).toEqual(
      expect.arrayContaining([
        ...['code', 'state', 'nonce', 'latchkey_session', 'latchkey_interaction'],
        ...['latchkey_browser', 'demo_idp_session'],
      ]),
    );
    expect(await foundIn(databaseOf(server.config), secrets.values())).toEqual([]);
    await server.close();
  });
});

describe('the secret key', () => {
  const [older, newer] = [newSecretKey(), newSecretKey()];

  it('must be the one that the database was sealed with', async () => {
    await (await openStore(database, { sealing: sealingWith(older) })).close();
    const wrong = openStore(database, { sealing: sealingWith(newer) });
    await expect(wrong).rejects.toThrow(sealingWith(older).keyId);
    await expect(wrong).rejects.toThrow('LATCHKEY_SECRET_KEY');
    const both = await openStore(database, { sealing: sealingWith(newer, older) });
    await both.close();
  });

  it('is changed while a server with both keys runs', async () => {
    const first = await openStore(database, { sealing: sealingWith(older) });
    const apiKey = await build(first).apiKey();
    const { code } = await build(first).account({}, { kind: 'oidc', client_secret: 'secret' });
    for (let index = 0; index < 450; index += 1) {
      await first.records.put('Session', String(index), { index }, later);
    }
    const running = await openStore(database, { sealing: sealingWith(older, newer) });
    const changing = await openStore(database, { sealing: sealingWith(newer, older) });
    let reads = 0;
    const reading = (async () => {
      for (; reads < 450; reads += 1) {
        const { payload } = (await running.records.find('Session', String(reads))) ?? {};
        expect(payload).toEqual({ index: reads });
      }
    })();
    // 450 records, the API key, the connection and the check.
    const to = sealingWith(newer).keyId;
    const from = [sealingWith(older).keyId];
    expect(await changing.reseal()).toEqual({ count: 453, from, to });
    await reading;
    expect(await changing.reseal()).toEqual({ count: 0, from: [], to });
    for (const one of [first, running, changing]) await one.close();

    const after = await openStore(database, { sealing: sealingWith(newer) });
    expect((await after.apiKeys.findByKey(apiKey.api_key))?.shared_key).toBe(apiKey.shared_key);
    const account = await after.customerAccounts.findByCode(code);
    expect(account?.connection).toMatchObject({ client_secret: 'secret' });
    expect((await after.records.find('Session', '449'))?.payload).toEqual({ index: 449 });
    await after.close();
  });

  it('is required by the next start when it is removed before everything is sealed again', async () => {
    const first = await openStore(database, { sealing: sealingWith(older) });
    const apiKey = await build(first).apiKey();
    const session = await openSession(database);
    // A secret that was moved to another row cannot be opened, so it cannot be sealed again.
    await session.query('update api_keys set id = id + 1');
    await session.close();
    const changing = await openStore(database, { sealing: sealingWith(newer, older) });
    await expect(changing.reseal()).rejects.toThrow(`api_keys.shared_key of row ${apiKey.id + 1}`);
    await changing.close();
    await first.close();
    await expect(openStore(database, { sealing: sealingWith(newer) })).rejects.toThrow(
      'keys reseal',
    );
  });
});
