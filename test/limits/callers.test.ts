import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseOf } from '../../src/config/config.ts';
import { createWorld, newPerson, whileLocked, type World, withWorld } from '../contract/world.ts';
import { newAddress } from '../support/addresses.ts';
import { createAdminClient } from '../support/admin-client.ts';
import { createClient, type Credentials, signedHeaders } from '../support/client.ts';
import { createCustomer, isAt } from '../support/customer.ts';
import { openSession } from '../support/database.ts';
import { expectPage } from '../support/hosted-page.ts';
import { http } from '../support/http.ts';
import { startSecondInstance } from '../support/second-instance.ts';
import type { TestServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';

const QUARTER = 15 * 60_000;
const TOO_MANY = 'too_many_requests';

let world: World;
let second: TestServer;
beforeAll(async () => {
  world = await createWorld({
    busyTimeout: 50,
    env: {
      LATCHKEY_TRUSTED_PROXIES: '127.0.0.1',
      LATCHKEY_RATE_LIMITS: 'api-key=100,api-key-address=40,credential=4,password=3,sign-in-url=5',
    },
  });
  second = await startSecondInstance(world.server);
});
afterAll(async () => {
  await second.close();
  await world.server.close();
});

/** Asks for a product. */
async function ask(
  credentials: Credentials,
  { to = world.server, from = newAddress() } = {},
): Promise<unknown> {
  const date = world.server.clock.now().toUTCString();
  const { status, body } = await createClient(to, credentials).call('getProductDetails', {
    query: { product: world.product.code },
    headers: [...signedHeaders(credentials, date), ['X-Forwarded-For', from]],
  });
  return status === 200 ? 200 : body['code'];
}

const count = (outcomes: readonly unknown[], wanted: unknown) =>
  outcomes.filter((outcome) => outcome === wanted).length;

describe('the rate limit of an API key', () => {
  it('allows the configured number of concurrent requests', async () => {
    const apiKey = await world.make.apiKey();
    const outcomes = await Promise.all(Array.from({ length: 60 }, () => ask(apiKey)));
    outcomes.push(...(await Promise.all(Array.from({ length: 60 }, () => ask(apiKey)))));
    expect({ ok: count(outcomes, 200), refused: count(outcomes, TOO_MANY) }).toEqual({
      ok: 100,
      refused: 20,
    });
  });

  it('is shared by two instances, up to a twentieth for each', async () => {
    const apiKey = await world.make.apiKey();
    const outcomes: unknown[] = [];
    for (let round = 0; round < 8; round += 1) {
      const both = [world.server, second].flatMap((to) =>
        Array.from({ length: 10 }, () => ask(apiKey, { to })),
      );
      outcomes.push(...(await Promise.all(both)));
    }
    expect(count(outcomes, 200)).toBeGreaterThanOrEqual(100 - 5);
    expect(count(outcomes, 200)).toBeLessThanOrEqual(100 + 2 * 5);
    expect(await ask(apiKey)).toBe(TOO_MANY);
    expect(await ask(apiKey, { to: second })).toBe(TOO_MANY);
  });

  it('stops one address before it uses up the limit of all', async () => {
    const [apiKey, from] = [await world.make.apiKey(), newAddress()];
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => ask(apiKey, { from })));
    expect({ ok: count(outcomes, 200), refused: count(outcomes, TOO_MANY) }).toEqual({
      ok: 40,
      refused: 10,
    });
    expect(await ask(apiKey)).toBe(200);
    world.server.clock.advance(60_000);
    expect(await ask(apiKey, { from })).toBe(200);
  });

  it('does not affect another key, and begins again each minute', async () => {
    const [apiKey, other] = [await world.make.apiKey(), await world.make.apiKey()];
    const flood = () => Promise.all(Array.from({ length: 80 }, () => ask(apiKey)));
    await flood();
    await flood();
    expect([await ask(apiKey), await ask(other)]).toEqual([TOO_MANY, 200]);
    world.server.clock.advance(60_000);
    expect(await ask(apiKey)).toBe(200);
  });

  it('still works while the database is read-only', async () => {
    const apiKey = await world.make.apiKey();
    await whileLocked(world.server, async () => {
      const outcomes = await Promise.all(Array.from({ length: 60 }, () => ask(apiKey)));
      outcomes.push(...(await Promise.all(Array.from({ length: 60 }, () => ask(apiKey)))));
      expect(count(outcomes, 200)).toBeGreaterThanOrEqual(100);
      expect(count(outcomes, 200)).toBeLessThanOrEqual(105);
    });
    expect(world.server.logs.map(({ msg }) => msg)).toContain('this process counts alone');
  });

  it('cannot be used up without the shared key', async () => {
    const apiKey = await world.make.apiKey();
    const forged = { ...apiKey, shared_key: 'guessed' };
    await Promise.all(Array.from({ length: 80 }, () => ask(forged)));
    await Promise.all(Array.from({ length: 80 }, () => ask(forged)));
    expect(await ask(apiKey)).toBe(200);
  });
});

describe('the rate limit for wrong credentials of an address', () => {
  it.each([
    ['invalid_api_key', () => ({ api_key: 'unknown', shared_key: 'guessed' })],
    ['signature_mismatch', () => ({ ...world.apiKey, shared_key: 'guessed' })],
  ])('refuses too many %s and accepts right ones', async (code, wrong) => {
    const from = newAddress();
    const outcomes: unknown[] = [];
    for (let tried = 0; tried < 8; tried += 1) outcomes.push(await ask(wrong(), { from }));
    expect(outcomes.slice(0, 4)).toEqual([code, code, code, code]);
    expect(outcomes.at(-1)).toBe(TOO_MANY);
    expect(await ask(wrong())).toBe(code);
    expect(await ask(world.apiKey, { from })).toBe(200);
    world.server.clock.advance(QUARTER);
    expect(await ask(wrong(), { from })).toBe(code);
  });

  it('refuses too many wrong admin tokens and accepts right ones', async () => {
    await withWorld({ env: { LATCHKEY_RATE_LIMITS: 'credential=4' } }, async ({ server }) => {
      const client = await createAdminClient(server);
      const guess = async () =>
        (await client.refused('listProducts', { authorization: 'Bearer guessed' })).code;
      const codes: string[] = [];
      for (let tried = 0; tried < 8; tried += 1) codes.push(await guess());
      expect(codes.at(0)).toBe('invalid_admin_token');
      expect(codes.at(-1)).toBe(TOO_MANY);
      expect((await client.call('listProducts')).status).toBe(200);
    });
  });

  it.each([
    ['POST', '/oidc/token', 'application/json'],
    ['GET', '/oidc/auth?client_id=a&nonce=guessed', 'text/html'],
    ['GET', '/sign-in/callback/a?state=guessed&code=b', 'text/html'],
  ])('refuses too many requests at %s %s', async (method, path, accept) => {
    const from = newAddress();
    const send = () =>
      http(world.server.url + path, {
        method,
        headers: [
          ['Accept', accept],
          ['X-Forwarded-For', from],
          ['Content-Type', 'application/x-www-form-urlencoded'],
        ],
        ...(method === 'POST' ? { body: 'grant_type=authorization_code&client_id=a&code=b' } : {}),
      });
    const statuses: number[] = [];
    for (let tried = 0; tried < 8; tried += 1) statuses.push((await send()).status);
    expect(statuses.at(0)).not.toBe(429);
    const last = await send();
    expect(last.status).toBe(429);
    expect(Number(last.headers['retry-after'])).toBeGreaterThan(0);
    if (accept === 'text/html') expectPage(last, 429, 'Please wait a little');
  });
});

describe('the rate limit of a sign-in URL', () => {
  it('counts all browsers, and above it nothing more is stored', async () => {
    const customer = await createCustomer(world.server, { kind: 'password' });
    const url = await customer.signInUrl();
    const open = () => new UserAgent({ headers: [['X-Forwarded-For', newAddress()]] }).follow(url);
    for (let opened = 0; opened < 5; opened += 1) expect((await open()).response.status).toBe(200);
    while ((await open()).response.status === 200);
    const before = await countRecords();
    for (let tried = 0; tried < 5; tried += 1) {
      expectPage((await open()).response, 429, 'Please wait a little');
    }
    expect(await countRecords()).toBe(before);
    const other = await new UserAgent().follow(await customer.signInUrl());
    expect(other.response.status).toBe(200);
  });

  async function countRecords(): Promise<number> {
    const session = await openSession(databaseOf(world.server.config));
    const [row] = await session.query('select count(*) as n from records');
    await session.close();
    return Number(row?.['n']);
  }
});

describe('the sign-in page', () => {
  it('shows how long to wait after too many wrong passwords, and accepts the right one afterwards', async () => {
    const person = await newPerson(world);
    const customer = await createCustomer(world.server, { kind: 'password' }, { user: person });
    const browser = new UserAgent({ headers: [['X-Forwarded-For', newAddress()]] });
    const isApplication = isAt('http://127.0.0.1/callback');
    const { url } = await browser.follow(await customer.signInUrl(), isApplication);
    const submit = (password: string) => browser.post(url, { email: person.email, password });
    for (let tried = 0; tried < 3; tried += 1) expect((await submit('wrong')).status).toBe(400);
    const refused = await submit(person.password);
    expectPage(refused, 429, /^Sign in to /);
    expect(refused.text).toContain('Too many wrong attempts. Try again in 15 minutes.');
    expect(refused.headers['retry-after']).toMatch(/^(9\d\d|8\d\d)$/);
    world.server.clock.advance(QUARTER);
    const done = await browser.follow(url, isApplication, await submit(person.password));
    expect(isApplication(done.url)).toBe(true);
  });

  it('shares its count of wrong passwords with the API', async () => {
    const person = await newPerson(world);
    const customer = await createCustomer(world.server, { kind: 'password' }, { user: person });
    const from = newAddress();
    const browser = new UserAgent({ headers: [['X-Forwarded-For', from]] });
    const { url } = await browser.follow(await customer.signInUrl());
    for (let tried = 0; tried < 3; tried += 1) {
      await browser.post(url, { email: person.email, password: 'wrong' });
    }
    const date = world.server.clock.now().toUTCString();
    const { email: username, password } = person;
    const { code } = await world.client.refused('listUserLicenses', {
      query: { product: world.product.code, username, password },
      headers: [...signedHeaders(world.apiKey, date), ['X-Forwarded-For', from]],
    });
    expect(code).toBe(TOO_MANY);
  });
});

describe('no rate limit counts', () => {
  it.each(['/health/live', '/health/ready', '/docs/', '/nothing'])(
    'requests to %s',
    async (path) => {
      for (let asked = 0; asked < 30; asked += 1) {
        expect((await http(world.server.url + path)).status).not.toBe(429);
      }
    },
  );

  it('anything where limits are off', async () => {
    await withWorld({}, async ({ client, keyProduct }) => {
      for (let tried = 0; tried < 120; tried += 1) {
        const body = { product: keyProduct.code, license_key: 'guessed', hardware_id: 'a' };
        expect((await client.refused('activateLicense', { body })).code).toBe('license_not_found');
      }
    });
  });
});
