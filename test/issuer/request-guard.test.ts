import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from '../support/build.ts';
import { createCustomer, signIn, type TestCustomer } from '../support/customer.ts';
import { http } from '../support/http.ts';
import { IdentityProvider, s256 } from '../support/identity-provider.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { updateRow } from '../support/update-row.ts';

const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const CHALLENGE = { code_challenge: s256(VERIFIER), code_challenge_method: 'S256' };
const MINUTE = 60_000;

let server: TestServer;
let provider: IdentityProvider;
let customer: TestCustomer;
let advanced = 0;

beforeAll(async () => {
  provider = await IdentityProvider.start();
  server = await startServer({ env: { LATCHKEY_PRIVATE_PROVIDERS: provider.host } });
  customer = await createCustomer(server, provider.connection(), {
    redirectUris: ['http://127.0.0.1/callback', 'http://localhost/callback'],
  });
  provider.claims = { email: customer.user.email };
});

afterEach(() => {
  server.clock.advance(-advanced);
  advanced = 0;
});

afterAll(async () => {
  await server.close();
  await provider.close();
});

describe('a sign-in URL is refused', () => {
  it.each<[string, Record<string, string>, Record<string, string | undefined>]>([
    ['with another redirect URI', {}, { redirect_uri: 'http://localhost/callback' }],
    ['with another port', {}, { redirect_uri: 'http://127.0.0.1:51004/callback' }],
    ['without a redirect URI', {}, { redirect_uri: undefined }],
    ['with another response type', {}, { response_type: 'code' }],
    [
      'with another response type in turn',
      { response_type: 'code' },
      { response_type: 'id_token' },
    ],
    ['without a response type', {}, { response_type: undefined }],
    ['without its challenge', { response_type: 'code', ...CHALLENGE }, withoutChallenge()],
    [
      'with another challenge',
      { response_type: 'code', ...CHALLENGE },
      { code_challenge: s256('') },
    ],
    ['with a challenge that it did not have', { response_type: 'code' }, CHALLENGE],
    ['without a nonce', {}, { nonce: undefined }],
    ['with a nonce that is not ours', {}, { nonce: 'n-0S6_WzA2Mj' }],
    ['with a response mode', {}, { response_mode: 'form_post' }],
    ['with the response mode query for tokens', {}, { response_mode: 'query' }],
    ['with a request object', {}, { request: 'eyJhbGciOiJub25lIn0.e30.' }],
    ['with the address of a request object', {}, { request_uri: 'https://attacker.test/request' }],
    ['with claims', {}, { claims: '{"id_token":{"email":{"value":"somebody@else.test"}}}' }],
    ['without a client', {}, { client_id: undefined }],
    ['of an account that does not exist', {}, { client_id: 'nobody' }],
  ])('%s', async (_name, query, changes) => {
    const url = changed(await customer.signInUrl(query), changes);
    await expectRefusal(url);
  });

  it('with the nonce of another customer account', async () => {
    const other = await createCustomer(server, provider.connection(), { with: customer });
    const nonce = new URL(await other.signInUrl()).searchParams.get('nonce') ?? '';
    const url = changed(await customer.signInUrl(), { nonce });
    await expectRefusal(url);
  });

  it('with a repeated parameter', async () => {
    for (const name of ['redirect_uri', 'nonce', 'client_id', 'response_type']) {
      const url = new URL(await customer.signInUrl());
      url.searchParams.append(name, url.searchParams.get(name) ?? '');
      await expectRefusal(url.href);
    }
  });

  it.each(['/oidc/AUTH', '/oidc/Auth', '/oidc/auth/', '/oidc/AUTH/'])(
    'when it was changed and leads to %s',
    async (path) => {
      const tampered = { redirect_uri: 'http://localhost/callback' };
      const url = new URL(changed(await customer.signInUrl(), tampered));
      url.pathname = path;
      expect((await open(url.href)).leadsTo).toBeUndefined();
    },
  );

  it.each(['POST', 'HEAD'])('when it was changed and is sent by %s', async (method) => {
    const tampered = { redirect_uri: 'http://localhost/callback' };
    const url = changed(await customer.signInUrl(), tampered);
    const { headers } = await http(url, {
      method,
      headers: [['Content-Type', 'application/x-www-form-urlencoded']],
      ...(method === 'POST' ? { body: new URL(url).search.slice(1) } : {}),
    });
    expect(headers['location']).toBeUndefined();
  });

  it('when its body differs from its query', async () => {
    const url = await customer.signInUrl();
    const tampered = changed(url, { redirect_uri: 'http://localhost/callback' });
    const { headers } = await http(url, {
      method: 'POST',
      headers: [['Content-Type', 'application/x-www-form-urlencoded']],
      body: new URL(tampered).search.slice(1),
    });
    expect(headers['location']).toBeUndefined();
  });

  it('half an hour after it was made', async () => {
    const url = await customer.signInUrl();
    advance(30 * MINUTE + 1_000);
    await expectRefusal(url);
  });

  it.each([
    ['code', '?error=access_denied', ''],
    ['token', '', '#error=access_denied'],
  ])(
    'half an hour later with a link to the application, which gets an error (%s)',
    async (type, query, hash) => {
      const url = await customer.signInUrl({ response_type: type, state: 'a&b' });
      advance(30 * MINUTE + 1_000);
      const { text } = await http(url, { headers: [['Accept', 'text/html']] });
      const back = new URL(
        /<a class="button[^>]*href="([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? '',
      );
      expect(back.href).toMatch(/^http:\/\/127\.0\.0\.1\/callback[?#]/);
      expect([back.search.startsWith(query), back.hash.startsWith(hash)]).toEqual([true, true]);
      const told = new URLSearchParams(back.search || back.hash.slice(1));
      expect(Object.fromEntries(told)).toEqual({
        error: 'access_denied',
        error_description: 'the sign-in URL was opened too late',
        state: 'a&b',
      });
    },
  );

  it('half an hour later without a link when the address is no longer registered', async () => {
    const gone = await createCustomer(server, provider.connection(), { with: customer });
    const url = await gone.signInUrl();
    const known = await server.store.customerAccounts.find(gone.id);
    if (known === undefined) throw new Error('no account');
    const redirectUris = [{ uri: 'http://127.0.0.1/another', is_default: true }];
    await server.store.customerAccounts.update(
      { ...known, redirect_uris: redirectUris },
      new Date(),
    );
    advance(30 * MINUTE + 1_000);
    const { text } = await http(url, { headers: [['Accept', 'text/html']] });
    expect(text).not.toContain('error=access_denied');
  });

  it('with a hint about cookies when the browser sends none', async () => {
    const asked = (cookies: readonly (readonly [string, string])[]) =>
      http(`${server.url}/sign-in/nothing`, { headers: [['Accept', 'text/html'], ...cookies] });
    expect((await asked([])).text).toContain('allow cookies for this address');
    expect((await asked([['Cookie', 'a=b']])).text).not.toContain('cookies');
  });

  it('of another installation', async () => {
    const other = await startServer({ env: { LATCHKEY_PRIVATE_PROVIDERS: provider.host } });
    try {
      const stranger = await createCustomer(other, provider.connection(), { code: customer.code });
      const url = (await stranger.signInUrl()).replace(other.url, server.url);
      await expectRefusal(url);
    } finally {
      await other.close();
    }
  });

  it('once the customer account or its connection is disabled', async () => {
    const gone = await createCustomer(server, provider.connection(), { with: customer });
    const url = await gone.signInUrl();
    const settings = { default_response_type: 'token', allow_implicit: true } as const;
    await updateRow(server, 'customer_accounts', gone.id, { enabled: false });
    expect(await open(url)).toEqual({ status: 403, leadsTo: undefined });
    await updateRow(server, 'customer_accounts', gone.id, { enabled: true });
    await server.store.connections.set(gone.id, {
      ...provider.connection(),
      ...settings,
      enabled: false,
    });
    expect(await open(url)).toEqual({ status: 403, leadsTo: undefined });
  });
});

describe('a sign-in URL is accepted', () => {
  it('unchanged', async () => {
    expect((await open(await customer.signInUrl())).leadsTo).toContain('/sign-in/');
  });

  it('until half an hour after it was made', async () => {
    const url = await customer.signInUrl();
    advance(30 * MINUTE - 2_000);
    expect((await open(url)).leadsTo).toContain('/sign-in/');
  });

  it('with a state, a login hint and a prompt of the application', async () => {
    const more = { state: 'mine', login_hint: 'a@b.test', prompt: 'login' };
    const url = changed(await customer.signInUrl(), more);
    expect((await signIn(url)).params['state']).toBe('mine');
  });
});

it('a request with prompt=none and no session returns an error to the application', async () => {
  const url = changed(await customer.signInUrl(), { prompt: 'none', state: 'mine' });
  const { leadsTo = '' } = await open(url);
  const back = new URL(leadsTo);
  expect(back.origin + back.pathname).toBe('http://127.0.0.1/callback');
  expect(new URLSearchParams(back.hash.slice(1)).get('error')).toBe('login_required');
});

it('sso_url refuses tokens for an account without the implicit grant', async () => {
  const make = build(server.store);
  const account = await make.account({}, { kind: 'password', allow_implicit: false });
  const query = { product: customer.product.code, customer_account_code: account.code };
  const { code } = await customer.client.refused('getSsoUrl', {
    query: { ...query, response_type: 'token' },
  });
  expect(code).toBe('response_type_not_allowed');
});

function advance(milliseconds: number): void {
  server.clock.advance(milliseconds);
  advanced += milliseconds;
}

function withoutChallenge() {
  return { code_challenge: undefined, code_challenge_method: undefined };
}

function changed(url: string, changes: Record<string, string | undefined>): string {
  const copy = new URL(url);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) copy.searchParams.delete(name);
    else copy.searchParams.set(name, value);
  }
  return copy.href;
}

async function expectRefusal(url: string): Promise<void> {
  const { status, leadsTo } = await open(url);
  expect([400, 403]).toContain(status);
  expect(leadsTo).toBeUndefined();
}

async function open(url: string): Promise<{ status: number; leadsTo: string | undefined }> {
  const { status, headers } = await http(url, { headers: [['Accept', 'text/html']] });
  return { status, leadsTo: headers['location'] as string | undefined };
}
