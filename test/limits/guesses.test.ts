import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  createWorld,
  goodCall,
  newKeyLicense,
  newPerson,
  signIn,
  type World,
} from '../contract/world.ts';
import { newAddress } from '../support/addresses.ts';
import { type Call, createClient, signedHeaders } from '../support/client.ts';
import { startSecondInstance } from '../support/second-instance.ts';
import type { TestServer } from '../support/start-server.ts';

const QUARTER = 15 * 60_000;
const HOUR = 60 * 60_000;

/** Knows a trusted proxy, so that tests can come from any address. */
let world: World;
/** Another instance on the same database. */
let second: TestServer;
beforeAll(async () => {
  world = await createWorld({
    env: {
      LATCHKEY_TRUSTED_PROXIES: '127.0.0.1',
      LATCHKEY_RATE_LIMITS: 'password=4,password-anywhere=10,guess=4,guess-anywhere=10,address=20',
    },
  });
  second = await startSecondInstance(world.server);
});
afterAll(async () => {
  await second.close();
  await world.server.close();
});
// What a test counted is forgotten in the next.
beforeEach(() => world.server.clock.advance(HOUR));

/** Sends a call from an address, and answers its code, or 200. */
async function send(
  operationId: string,
  call: Call,
  { from = '198.51.100.1', to = world.server, apiKey = world.apiKey } = {},
): Promise<unknown> {
  const date = world.server.clock.now().toUTCString();
  const headers = [...signedHeaders(apiKey, date), ['X-Forwarded-For', from] as const];
  const client = createClient(to, apiKey);
  const { status, body } = await client.call(operationId, { ...call, headers });
  return status === 200 ? 200 : body['code'];
}

/** Sends a call several times, one after the other. */
async function repeat(times: number, once: () => Promise<unknown>): Promise<unknown[]> {
  const outcomes: unknown[] = [];
  for (let count = 0; count < times; count += 1) outcomes.push(await once());
  return outcomes;
}

const wrong = (times: number) => Array.from({ length: times }, () => 'license_not_found');
const TOO_MANY = 'too_many_requests';

const device = { hardware_id: randomUUID() };
const guessKey = (options?: Parameters<typeof send>[2]) => {
  const body = { product: world.keyProduct.code, license_key: randomUUID(), ...device };
  return send('activateLicense', { body }, options);
};

describe('wrong license keys', () => {
  it('are refused above the limit of an address for some time, while the right one is accepted', async () => {
    const { fields } = await newKeyLicense(world);
    expect(await repeat(5, guessKey)).toEqual([...wrong(4), TOO_MANY]);
    expect(await send('activateLicense', { body: { ...fields, ...device } })).toBe(200);
    expect(await guessKey()).toBe(TOO_MANY);
    world.server.clock.advance(QUARTER);
    expect(await guessKey()).toBe('license_not_found');
  });

  it('from many addresses do not block the right one', async () => {
    const { fields } = await newKeyLicense(world);
    await repeat(11, () => guessKey({ from: newAddress() }));
    expect(await guessKey({ from: newAddress() })).toBe(TOO_MANY);
    const right = send(
      'activateLicense',
      { body: { ...fields, ...device } },
      { from: newAddress() },
    );
    expect(await right).toBe(200);
  });

  it('are counted whatever else the request contains', async () => {
    const beside = {
      username: 'a@a.test',
      password: 'x',
      id_token: 'x',
      customer_account_code: 'x',
    };
    const fields = { product: world.keyProduct.code, license_key: 'guessed', ...device };
    const guess = () => send('checkLicense', { query: { ...fields, id_token: 'x', code: 'x' } });
    expect(await repeat(5, guess)).toEqual([...wrong(4), TOO_MANY]);
    // What is ambiguous is no guess, and tells nothing.
    expect(await send('checkLicense', { query: { ...fields, ...beside } })).toBe(
      'validation_error',
    );
  });

  it('have no entry in the audit log above the limit', async () => {
    const count = async () => {
      const { items } = await world.server.store.audit.list({ outcome: 'refused' }, { limit: 500 });
      return items.length;
    };
    await repeat(4, guessKey);
    const before = await count();
    expect(await repeat(3, guessKey)).toEqual([TOO_MANY, TOO_MANY, TOO_MANY]);
    expect(await count()).toBe(before);
  });

  it('get a response that says how long to wait', async () => {
    await repeat(4, guessKey);
    world.server.clock.advance(5 * 60_000);
    const query = { product: world.keyProduct.code, license_key: 'x', ...device };
    const date = world.server.clock.now().toUTCString();
    const { headers, body } = await world.client.call('checkLicense', {
      query,
      headers: [...signedHeaders(world.apiKey, date), ['X-Forwarded-For', '198.51.100.1']],
    });
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(600);
    expect(Number(headers['retry-after'])).toBeGreaterThan(590);
    expect(body['message']).toBe('Too many wrong attempts. Try again in 10 minutes.');
  });

  it('do not block another API key at this address or the same one elsewhere', async () => {
    await repeat(4, guessKey);
    expect(await guessKey({ apiKey: await world.make.apiKey() })).toBe('license_not_found');
    expect(await guessKey({ from: '198.51.100.2' })).toBe('license_not_found');
  });

  it('do not block requests without a guess', async () => {
    await repeat(5, guessKey);
    for (const operationId of ['getSsoUrl', 'getProductDetails']) {
      expect(await send(operationId, await goodCall(world, operationId))).toBe(200);
    }
  });

  it('stay counted after a right one', async () => {
    const { fields } = await newKeyLicense(world);
    const right = () => send('activateLicense', { body: { ...fields, ...device } });
    await repeat(3, guessKey);
    expect(await right()).toBe(200);
    expect([await guessKey(), await guessKey()]).toEqual(['license_not_found', TOO_MANY]);
  });

  it('are counted together for all operations', async () => {
    const fields = { product: world.keyProduct.code, license_key: 'guessed', ...device };
    expect(await send('checkLicense', { query: fields })).toBe('license_not_found');
    expect(await send('deactivateLicense', { body: fields })).toBe('license_not_found');
    expect(await repeat(3, guessKey)).toEqual([...wrong(2), TOO_MANY]);
  });

  it('from many addresses reach the limit of the API key', async () => {
    const apiKey = await world.make.apiKey();
    const guess = () => guessKey({ apiKey, from: newAddress() });
    expect(await repeat(11, guess)).toEqual([...wrong(10), TOO_MANY]);
    expect(await guessKey({ from: newAddress() })).toBe('license_not_found');
  });

  it('with many API keys reach the limit of the address', async () => {
    const from = newAddress();
    const guess = async () => guessKey({ apiKey: await world.make.apiKey(), from });
    expect(await repeat(21, guess)).toEqual([...wrong(20), TOO_MANY]);
  });

  it('are counted for all instances and across restarts', async () => {
    expect(await repeat(2, guessKey)).toEqual(wrong(2));
    expect(await repeat(3, () => guessKey({ to: second }))).toEqual([...wrong(2), TOO_MANY]);
    const restarted = await startSecondInstance(world.server);
    expect(await guessKey({ to: restarted })).toBe(TOO_MANY);
    await restarted.close();
  });

  it('include usernames without a password', async () => {
    const guess = () => {
      const query = { product: world.product.code, username: `${randomUUID()}@a.test`, ...device };
      return send('checkLicense', { query });
    };
    expect(await repeat(5, guess)).toEqual([...wrong(4), TOO_MANY]);
  });
});

describe('wrong codes and tokens', () => {
  it.each(['code', 'id_token'])(
    'are refused after too many, and the right one passes: %s',
    async (name) => {
      const fields = { product: world.product.code, customer_account_code: world.account.code };
      const guess = () => {
        const body = { ...fields, ...device, [name]: randomUUID() };
        return send('activateLicense', { body });
      };
      const refusal = name === 'code' ? 'sso_code_invalid' : 'sso_token_invalid';
      expect(await repeat(4, guess)).toEqual(Array.from({ length: 4 }, () => refusal));
      const query = { response_type: name === 'code' ? 'code' : 'token' };
      const result = await signIn(world, { query });
      const right = () => {
        const value = name === 'code' ? result.code : result.id_token;
        return send('activateLicense', { body: { ...fields, ...device, [name]: value } });
      };
      expect(await guess()).toBe(TOO_MANY);
      // Id tokens go by the real time, which this server's clock has left behind.
      expect(await right()).toBe(name === 'code' ? 200 : 'sso_token_expired');
    },
  );
});

describe('an address', () => {
  it('of IPv6 includes all addresses of its /64 network', async () => {
    const apiKey = await world.make.apiKey();
    const from = (end: string) => ({ apiKey, from: `2001:db8:1:2:${end}` });
    for (const end of ['1::1', '2::2', '3::3', '4::4']) await guessKey(from(end));
    expect(await guessKey(from('5::5'))).toBe(TOO_MANY);
    expect(await guessKey({ apiKey, from: '2001:db8:1:3::1' })).toBe('license_not_found');
  });

  it('is taken from X-Forwarded-For of a trusted proxy only', async () => {
    const direct = await createWorld({ env: { LATCHKEY_RATE_LIMITS: 'guess=4' } });
    const guess = async () => {
      const date = direct.server.clock.now().toUTCString();
      const { code } = await direct.client.refused('activateLicense', {
        body: { product: direct.keyProduct.code, license_key: randomUUID(), ...device },
        headers: [
          ...signedHeaders(direct.apiKey, date),
          ...['X-Forwarded-For', 'X-Real-IP', 'CF-Connecting-IP'].map(
            (name) => [name, newAddress()] as const,
          ),
          ['Forwarded', `for=${newAddress()}`],
        ],
      });
      return code;
    };
    expect(await repeat(5, guess)).toEqual([...wrong(4), TOO_MANY]);
    await direct.server.close();
  });
});

describe('wrong passwords', () => {
  const passwordCall = (email: string, password: string): Call => ({
    query: { product: world.product.code, username: email, password },
  });
  const guess = (email: string, options?: Parameters<typeof send>[2]) =>
    send('listUserLicenses', passwordCall(email, randomUUID()), options);

  it('block this user at this address: the right one is refused too, and accepted after some time', async () => {
    const { email, password } = await newPerson(world);
    const right = () => send('listUserLicenses', passwordCall(email, password));
    expect(await repeat(5, () => guess(email))).toEqual([...wrong(4), TOO_MANY]);
    expect(await right()).toBe(TOO_MANY);
    world.server.clock.advance(QUARTER);
    expect(await right()).toBe(200);
  });

  it('do not block the user at another address or other users at this one', async () => {
    const { email, password } = await newPerson(world);
    await repeat(5, () => guess(email));
    const call = passwordCall(email, password);
    expect(await send('listUserLicenses', call, { from: newAddress() })).toBe(200);
    const other = await newPerson(world);
    expect(await send('listUserLicenses', passwordCall(other.email, other.password))).toBe(200);
  });

  it('from elsewhere do not block the user in a network with an earlier sign-in', async () => {
    const { email, password } = await newPerson(world);
    const home = newAddress();
    const right = (from: string) =>
      send('listUserLicenses', passwordCall(email, password), { from });
    expect(await right(home)).toBe(200);
    await repeat(11, () => guess(email, { from: newAddress() }));
    expect(await guess(email, { from: newAddress() })).toBe(TOO_MANY);
    expect(await right(newAddress())).toBe(TOO_MANY);
    expect(await right(home)).toBe(200);
    // There too, the person's own wrong ones count.
    expect(await repeat(5, () => guess(email, { from: home }))).toEqual([...wrong(4), TOO_MANY]);
    expect(await right(home)).toBe(TOO_MANY);
    world.server.clock.advance(QUARTER);
    expect(await right(home)).toBe(200);
  });

  it('for other users do not block a user who has signed in from the same address', async () => {
    const { email, password } = await newPerson(world);
    const from = newAddress();
    const right = () => send('listUserLicenses', passwordCall(email, password), { from });
    expect(await right()).toBe(200);
    for (let count = 0; count < 20; count += 1) await guess(`${randomUUID()}@a.test`, { from });
    expect(await guess(`${randomUUID()}@a.test`, { from })).toBe(TOO_MANY);
    expect(await right()).toBe(200);
  });

  it('do not affect operations without a password', async () => {
    const { email, password } = await newPerson(world);
    await repeat(3, () => guess(email));
    const query = { product: world.product.code, username: email, password };
    expect(await send('getProductDetails', { query })).toBe(200);
    expect(await repeat(2, () => guess(email))).toEqual([...wrong(1), TOO_MANY]);
    expect(await send('listUserLicenses', passwordCall(email, password))).toBe(TOO_MANY);
  });

  it('do not include right ones of a user without a license', async () => {
    const { email, password } = await newPerson(world);
    const other = await world.make.product();
    const body = { product: other.code, username: email, password, ...device };
    expect(await repeat(8, () => send('activateLicense', { body }))).toEqual(wrong(8));
    expect(await send('listUserLicenses', passwordCall(email, password))).toBe(200);
  });

  it('are reset by a right one at this address', async () => {
    const { email, password } = await newPerson(world);
    await repeat(3, () => guess(email));
    expect(await send('listUserLicenses', passwordCall(email, password))).toBe(200);
    expect(await repeat(5, () => guess(email))).toEqual([...wrong(4), TOO_MANY]);
  });

  it('are not reset by a request that is refused for another reason', async () => {
    const { email, password } = await newPerson(world);
    await repeat(3, () => guess(email));
    const { query } = passwordCall(email, password);
    expect(await send('listUserLicenses', { query: { ...query, product: 'none' } })).toBe(
      'unknown_product',
    );
    expect(await repeat(2, () => guess(email))).toEqual([...wrong(1), TOO_MANY]);
  });

  it('from many addresses block the user everywhere for an hour', async () => {
    const { email, password } = await newPerson(world);
    const anywhere = () => guess(email, { from: newAddress() });
    expect(await repeat(11, anywhere)).toEqual([...wrong(10), TOO_MANY]);
    const right = () =>
      send('listUserLicenses', passwordCall(email, password), { from: newAddress() });
    world.server.clock.advance(HOUR - 60_000);
    expect(await right()).toBe(TOO_MANY);
    world.server.clock.advance(60_000);
    expect(await right()).toBe(200);
  });

  it('are counted together for all spellings of the e-mail address', async () => {
    const { email } = await newPerson(world);
    const spellings = [email, email.toUpperCase(), ` ${email}`, `${email} `, email];
    const outcomes: unknown[] = [];
    for (const spelling of spellings) outcomes.push(await guess(spelling));
    expect(outcomes).toEqual([...wrong(4), TOO_MANY]);
  });

  it('are counted in the same way for an unknown user', async () => {
    const email = `${randomUUID()}@nowhere.test`;
    expect(await repeat(5, () => guess(email))).toEqual([...wrong(4), TOO_MANY]);
  });

  it('at two instances at the same time exceed the limit by one at most', async () => {
    const { email } = await newPerson(world);
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        guess(email, { to: index % 2 === 0 ? world.server : second }),
      ),
    );
    const checked = outcomes.filter((outcome) => outcome === 'license_not_found').length;
    expect(checked).toBeGreaterThanOrEqual(4);
    expect(checked).toBeLessThanOrEqual(5);
    expect(outcomes.filter((outcome) => outcome === TOO_MANY)).toHaveLength(40 - checked);
  });

  it('from many addresses at the same time exceed the limit by one at most', async () => {
    const { email } = await newPerson(world);
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        guess(email, { from: newAddress(), to: index % 2 === 0 ? world.server : second }),
      ),
    );
    const checked = outcomes.filter((outcome) => outcome === 'license_not_found').length;
    expect(checked).toBeGreaterThanOrEqual(10);
    expect(checked).toBeLessThanOrEqual(11);
  });

  it('do not block many concurrent right ones', async () => {
    const { email, password } = await newPerson(world);
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => send('listUserLicenses', passwordCall(email, password))),
    );
    expect(new Set(outcomes)).toEqual(new Set([200]));
  });
});
