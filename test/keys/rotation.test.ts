import { verify } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeProtectedHeader } from 'jose';
import { rotateKey } from '../../src/keys/rotate-key.ts';
import type { Purpose } from '../../src/rules/key-schedule.ts';
import { createClient } from '../support/client.ts';
import {
  createCustomer,
  isAt,
  readResult,
  signIn,
  type TestCustomer,
} from '../support/customer.ts';
import { http } from '../support/http.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const REDIRECT_URI = 'http://127.0.0.1:51004/callback';

interface PublishedKey {
  readonly pub_key: string;
  readonly from: string;
  readonly until: string | null;
}

let provider: IdentityProvider;
/** Two servers with one database, one public URL and one clock. */
let first: TestServer;
let second: TestServer;
let customer: TestCustomer;

beforeAll(async () => {
  provider = await IdentityProvider.start();
});
afterAll(() => provider.close());
beforeEach(async () => {
  first = await startServer({ env: { LATCHKEY_PRIVATE_PROVIDERS: provider.host } });
  second = await startServer({
    beside: first,
    env: { LATCHKEY_PRIVATE_PROVIDERS: provider.host },
  });
  customer = await createCustomer(first, provider.connection(), { redirectUris: [REDIRECT_URI] });
  provider.claims = { email: customer.user.email };
});
afterEach(async () => {
  await second.close();
  await first.close();
});

const origin = {
  actorKind: 'command_line',
  actorId: null,
  address: null,
  requestId: null,
} as const;

/** Rotates a key on another connection, as the command does. */
function rotate(purpose: Purpose, immediately = false) {
  return rotateKey(first.store, purpose, { now: first.clock.now(), origin, immediately });
}

/** Advances the clock, and lets every server refresh its keys as it does every 30 seconds. */
async function pass(milliseconds: number): Promise<void> {
  first.clock.advance(milliseconds);
  await Promise.all([first.keys.refresh(), second.keys.refresh()]);
}

async function publishedKids(server: TestServer): Promise<(string | undefined)[]> {
  const { text } = await http(`${server.url}/oidc/jwks`);
  const { keys } = JSON.parse(text) as { keys: Record<string, string>[] };
  for (const key of keys)
    expect(Object.keys(key).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
  return keys.map(({ kid }) => kid);
}

const kidOf = (token = '') => decodeProtectedHeader(token).kid;
const bothActivate = async (proof: Record<string, unknown>) => {
  const body = { product: customer.product.code, customer_account_code: customer.code, ...proof };
  const calls = [first, second].map((server) =>
    createClient(server, customer.credentials).call('activateLicense', {
      body: { hardware_id: 'a-device', ...body },
    }),
  );
  return (await Promise.all(calls)).map(({ status }) => status);
};

describe('the OpenID key', () => {
  it('changes without failures: tokens of the previous key are valid until they expire', async () => {
    const [k1] = await publishedKids(first);
    // So that the next key comes into use in five minutes of real time, by which id tokens are dated.
    first.clock.advance(5 * MINUTE - 7 * DAY);
    const k2 = (await rotate('openid'))?.kid;
    await pass(7 * DAY - 5 * MINUTE);
    for (const server of [first, second]) expect(await publishedKids(server)).toEqual([k1, k2]);
    const before = await signIn(await customer.signInUrl());
    expect(kidOf(before.id_token)).toBe(k1);

    await pass(5 * MINUTE);
    for (const server of [first, second]) expect(await publishedKids(server)).toEqual([k2, k1]);
    expect(await bothActivate({ id_token: before.id_token })).toEqual([200, 200]);
    const after = await signIn(await customer.signInUrl());
    expect(kidOf(after.id_token)).toBe(k2);
    expect(await bothActivate({ id_token: after.id_token })).toEqual([200, 200]);

    await pass(DAY);
    for (const server of [first, second]) expect(await publishedKids(server)).toEqual([k2]);
  });

  it('is refused at once after an immediate rotation', async () => {
    const [k1] = await publishedKids(first);
    const before = await signIn(await customer.signInUrl());
    const k2 = (await rotate('openid', true))?.kid;
    await first.keys.refresh();
    expect(await publishedKids(first)).toEqual([k2]);
    expect(await customer.activate({ id_token: before.id_token })).toMatchObject({
      code: 'sso_token_invalid',
    });
    // The other server has not refreshed its keys, and gets a token of the new key.
    expect(await publishedKids(second)).toEqual([k1]);
    const after = await signIn(await customer.signInUrl());
    expect(kidOf(after.id_token)).toBe(k2);
    expect(await bothActivate({ id_token: after.id_token })).toEqual([200, 200]);
    expect(await publishedKids(second)).toEqual([k2]);
  });
});

describe('a sign-in that has begun before a rotation', () => {
  it.each(['openid', 'cookies', 'binding'] as const)(
    'goes on while the %s key changes, on either instance',
    async (purpose) => {
      const browser = new UserAgent({ proxies: { [first.url]: second.url } });
      const elsewhere = await customer.signInUrl();
      const toProvider = await browser.follow(
        elsewhere,
        (url) => new URL(url).host === provider.host,
      );
      const { activatesAt } = (await rotate(purpose)) ?? { activatesAt: new Date(0) };
      const lead = activatesAt.getTime() - first.clock.now().getTime();
      await pass(lead + MINUTE);
      // The keys must grow older, and the sign-in must not.
      first.clock.advance(-lead - MINUTE);
      const { url } = await browser.follow(toProvider.url, isAt(REDIRECT_URI));
      const { id_token } = readResult(url);
      expect(await bothActivate({ id_token })).toEqual([200, 200]);
    },
  );
});

describe('the response key', () => {
  /** What an application that knows all published keys makes of an answer. */
  async function verifyingKeys(server: TestServer, keys: readonly PublishedKey[]) {
    const answer = await http(`${server.url}/api/v4/product_details`);
    const signature = Buffer.from(String(answer.headers['licensesignature']), 'base64');
    return keys.map(({ pub_key: pem }) => verify('sha256', answer.bytes, pem, signature));
  }

  const metadata = async (server: TestServer) => {
    const { body } = await createClient(server, customer.credentials).call<{
      pub_key: string;
      pub_keys: PublishedKey[];
    }>('getMetadata');
    return body;
  };

  it('is published in advance, and at each stage a published key verifies the responses', async () => {
    const start = first.clock.now().getTime();
    const { pub_key: k1 } = await metadata(first);
    await rotate('response');
    await pass(0);
    const announced = await metadata(second);
    expect(announced.pub_key).toBe(k1);
    expect(announced.pub_keys).toHaveLength(2);
    const [current, next] = announced.pub_keys;
    expect(Date.parse(next?.from ?? '') - start).toBeLessThan(90 * DAY + MINUTE);
    expect(Date.parse(current?.until ?? '') - Date.parse(next?.from ?? '')).toBe(365 * DAY);
    expect(next?.until).toBeNull();
    for (const server of [first, second]) {
      expect(await verifyingKeys(server, announced.pub_keys)).toEqual([true, false]);
    }

    await pass(90 * DAY);
    const used = await metadata(second);
    expect(used.pub_key).toBe(next?.pub_key);
    expect(used.pub_keys.map(({ pub_key: pem }) => pem)).toEqual([next?.pub_key, k1]);
    for (const server of [first, second]) {
      expect(await verifyingKeys(server, used.pub_keys)).toEqual([true, false]);
      // Applications that know the published keys need no update.
      expect(await verifyingKeys(server, announced.pub_keys)).toEqual([false, true]);
    }

    await pass(365 * DAY);
    expect((await metadata(first)).pub_keys).toEqual([next]);
  });
});
