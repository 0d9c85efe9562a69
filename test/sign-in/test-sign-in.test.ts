import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { components } from '../../generated/openapi.d.ts';
import { databaseOf } from '../../src/config/config.ts';
import type { OidcConnection } from '../../src/rules/oidc-connection.ts';
import { type AdminClient, createAdminClient } from '../support/admin-client.ts';
import { build } from '../support/build.ts';
import { createCustomer, type TestCustomer } from '../support/customer.ts';
import { openSession, type Session } from '../support/database.ts';
import { expectPage } from '../support/hosted-page.ts';
import type { HttpResponse } from '../support/http.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { readMetrics } from '../support/metrics.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';

type TestSignIn = components['schemas']['TestSignIn'];

const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzb21lYm9keSJ9.c2lnbmF0dXJl';

let server: TestServer;
let provider: IdentityProvider;
let admin: AdminClient;
let session: Session;
let customer: TestCustomer;

beforeAll(async () => {
  provider = await IdentityProvider.start();
  server = await startServer({ env: { LATCHKEY_PRIVATE_PROVIDERS: '127.0.0.1' } });
  admin = await createAdminClient(server);
  session = await openSession(databaseOf(server.config));
  customer = await createCustomer(server, provider.connection());
});
beforeEach(() => {
  provider.reset();
  provider.claims = { email: customer.user.email };
});
afterAll(async () => {
  await session.close();
  await server.close();
  await provider.close();
});

const begin = async ({ id } = customer) =>
  (await admin.call<TestSignIn>('createTestSignIn', { path: { id } })).body;
const stateOf = async ({ id: test_sign_in_id }: TestSignIn, { id } = customer) =>
  (await admin.call<TestSignIn>('getTestSignIn', { path: { id, test_sign_in_id } })).body;
/** Performs it, in a browser that asks nothing. */
async function perform(test: TestSignIn, browser = new UserAgent()) {
  return (await browser.follow(test.url)).response;
}
/** Its page names the request that ended it. */
function expectResult(
  page: HttpResponse,
  status: number,
  heading: string,
  { logs } = server,
): void {
  const [, id] = /<code>(.*?)<\/code>/.exec(page.text) ?? [];
  expect(logs.map(({ requestId }) => requestId)).toContain(id);
  expectPage({ ...page, headers: { ...page.headers, 'x-request-id': id } }, status, heading);
}
const newCustomer = (over: Partial<OidcConnection> & { enabled?: boolean } = {}) =>
  createCustomer(server, { ...provider.connection(), ...over });

describe('a test sign-in', () => {
  it('waits, is opened, and shows the claims of the provider and the license user they lead to', async () => {
    const test = await begin();
    expect(test).toMatchObject({ state: 'waiting', opened: false, message: null, claims: [] });
    expect(test.url).toMatch(/\/sign-in\/test\/[\w-]{43}$/);
    const browser = new UserAgent();
    await browser.get(test.url);
    expect(await stateOf(test)).toMatchObject({ state: 'waiting', opened: true });
    const page = await perform(test, browser);
    expectResult(page, 200, 'The test sign-in worked');
    expect(page.text).toContain(customer.user.email);

    const result = await stateOf(test);
    expect(result).toMatchObject({
      state: 'signed_in',
      email: customer.user.email,
      cause: null,
      cure: null,
      license_user: { id: customer.user.id, enabled: true, is_of_account: true },
      message: expect.stringContaining('signs in, as the license user'),
    });
    const email = { source: 'id_token', name: 'email', value: customer.user.email };
    expect(result.claims).toContainEqual(email);
    const verified = { source: 'id_token', name: 'email_verified', value: 'true' };
    expect(result.claims).toContainEqual(verified);
  });

  it('uses the redirect URI and the authorization request of real sign-ins', async () => {
    await perform(await begin());
    const asked = provider.last('authorize');
    expect(asked.get('redirect_uri')).toBe(`${server.url}/sign-in/callback/${customer.code}`);
    expect(asked.get('code_challenge_method')).toBe('S256');
    expect(asked.get('nonce')).toMatch(/\w/);
  });

  it('issues nothing: no identity, session, code, token, user or device', async () => {
    const other = await newCustomer();
    provider.claims = { email: 'nobody-yet@customer.test' };
    const kept = async () => ({
      identities: await session.query('select id from identities'),
      users: await session.query('select id from license_users'),
      devices: await session.query('select id from devices'),
      records: await session.query(
        "select kind from records where kind not in ('TestSignIn', 'TestSignInResult', 'PendingSignIn')",
      ),
    });
    const before = await kept();
    const browser = new UserAgent();
    const test = await begin(other);
    expectResult(await perform(test, browser), 200, 'The test sign-in worked');
    expect(await kept()).toEqual(before);
    const names = browser.history.flatMap(({ response }) =>
      [response.headers['set-cookie'] ?? []].flat().map((line) => line.split('=')[0]),
    );
    expect(new Set(names.map((name) => name?.replace('.sig', '')))).toEqual(
      new Set(['latchkey_browser']),
    );
    const counted = [...(await readMetrics(server)).keys()].filter((name) =>
      name.includes(other.code),
    );
    expect(counted).toEqual([]);
    expect(await stateOf(test, other)).toMatchObject({
      state: 'signed_in',
      license_user: null,
      acts: 'vendor',
      message: expect.stringContaining('is not a license user'),
    });
  });

  it('says that the user has no license of the account', async () => {
    const stranger = await build(server.store).user();
    provider.claims = { email: stranger.email };
    const test = await begin();
    await perform(test);
    expect(await stateOf(test)).toMatchObject({
      state: 'signed_in',
      license_user: { id: stranger.id, is_of_account: false },
      message: expect.stringContaining('has no license of this account'),
    });
  });

  it.each<[string, () => void, object, number]>([
    [
      'an address that is not verified',
      () => (provider.claims = { email: customer.user.email, email_verified: false }),
      { cause: 'email_not_verified', acts: 'company_it', email: expect.any(String) },
      403,
    ],
    [
      'an ID token for another client',
      () => (provider.claims = { email: customer.user.email, aud: 'another' }),
      { cause: 'id_token_audience', acts: 'vendor', claims: [] },
      403,
    ],
    [
      'a user who cancels',
      () =>
        (provider.back = {
          code: undefined,
          error: 'access_denied',
          error_description: 'not today',
        }),
      {
        cause: 'access_denied',
        provider_error: 'access_denied',
        provider_description: 'not today',
      },
      403,
    ],
    [
      'a wrong client secret',
      () =>
        (provider.takeovers.token = (_request, response) =>
          void response
            .writeHead(401, { 'Content-Type': 'application/json' })
            .end('{"error":"invalid_client"}')),
      { cause: 'client_secret_refused', acts: 'vendor', provider_error: 'invalid_client' },
      403,
    ],
  ])('is refused like a real sign-in: %s', async (_, prepare, expected, status) => {
    prepare();
    const test = await begin();
    const page = await perform(test);
    expectResult(page, status, 'The test sign-in was refused');
    const result = await stateOf(test);
    expect(result).toMatchObject({ state: 'refused', ...expected });
    expect(page.text).toContain(result.message);
    expect(page.text).toContain(result.cure);
  });

  it('is refused before any redirect when the provider does not respond', async () => {
    const down = await newCustomer({ issuer: 'http://127.0.0.1:1' });
    const test = await begin(down);
    const page = await perform(test);
    expectResult(page, 502, 'The test sign-in was refused');
    expect(await stateOf(test, down)).toMatchObject({ cause: 'provider_unreachable' });
  });

  it('is refused for a disabled user', async () => {
    const disabled = await newCustomer();
    provider.claims = { email: disabled.user.email };
    await admin.call('updateLicenseUser', {
      path: { id: disabled.user.id },
      body: { enabled: false },
    });
    const test = await begin(disabled);
    await perform(test);
    expect(await stateOf(test, disabled)).toMatchObject({
      state: 'refused',
      cause: 'person_disabled',
      license_user: { enabled: false },
    });
  });

  it('works while the connection is disabled', async () => {
    const test = await begin(await newCustomer({ enabled: false }));
    expectResult(await perform(test), 200, 'The test sign-in worked');
  });

  it('sends a second authorization request when the first attempt used up the code', async () => {
    const posts = await newCustomer({ client_id: provider.clientId });
    provider.authMethod = 'client_secret_post';
    provider.usesUpCodes = true;
    await admin.call('updateConnection', {
      path: { id: posts.id },
      body: { client_id: 'anew', client_secret: 'of its own' },
    });
    const [clientId, clientSecret] = [provider.clientId, provider.clientSecret];
    Object.assign(provider, { clientId: 'anew', clientSecret: 'of its own' });
    const test = await begin(posts);
    expectResult(await perform(test), 200, 'The test sign-in worked');
    expect(provider.count('authorize')).toBe(2);
    Object.assign(provider, { clientId, clientSecret });
  });

  it('shows its page again in the same browser and in no other', async () => {
    const test = await begin();
    const browser = new UserAgent();
    await perform(test, browser);
    expectResult(await browser.get(test.url), 200, 'The test sign-in worked');
    const page = await new UserAgent().get(test.url);
    expectPage(page, 400, 'This sign-in has expired');
    expect(page.text).not.toContain(customer.user.email);
    expect(provider.count('authorize')).toBe(1);
  });

  it('ends once: a second callback changes nothing', async () => {
    const test = await begin();
    const [first, second] = [new UserAgent(), new UserAgent()];
    const { url: late } = await second.follow(test.url, (url) => url.includes('/callback/'));
    await perform(test, first);
    provider.claims = { email: 'second@customer.test' };
    expectPage(await second.get(late), 400, 'This sign-in has expired');
    expect(await stateOf(test)).toMatchObject({ email: customer.user.email });
  });

  it('cannot be ended by another browser than the one that began it', async () => {
    const test = await begin();
    const { url } = await new UserAgent().follow(test.url, (at) => at.includes('/callback/'));
    expectPage(await new UserAgent().get(url), 400, 'This sign-in has expired');
    expect(await stateOf(test)).toMatchObject({ state: 'waiting', claims: [] });
  });

  it('shows nothing that may be a token, and no invisible characters', async () => {
    provider.claims = {
      email: customer.user.email,
      upstream_access_token: 'gho_canary',
      idp: { raw: JWT },
      nested: { a: [1, 'b'] },
      long: 'x'.repeat(5_000),
      turned: 'a\u202eb\u009bc',
      '<b>': '<script>',
      ...Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`many_${at}`, at])),
    };
    provider.tokenResponse = { access_token: 'access-canary', refresh_token: 'refresh-canary' };
    const test = await begin();
    const page = await perform(test);
    const { claims } = await stateOf(test);
    const value = (of: string) => claims.find(({ name }) => name === of)?.value;
    expect(claims.length).toBeLessThanOrEqual(100);
    expect({ nested: value('nested'), turned: value('turned') }).toEqual({
      nested: '{"a":[1,"b"]}',
      turned: 'a b c',
    });
    expect(value('long')?.length).toBe(300);
    expect(value('upstream_access_token')).toBe('…');
    expect(value('idp')).toBe('…');
    expect(claims.map(({ name }) => name)).not.toContain('nonce');
    const everywhere = JSON.stringify([claims, page.text, server.logs]);
    for (const secret of ['canary', JWT, provider.clientSecret]) {
      expect(everywhere).not.toContain(secret);
    }
    expect(page.text).not.toContain('<script>');
  });

  it('is in the audit log when it begins and ends, without its ID', async () => {
    const test = await begin();
    await perform(test);
    provider.claims = { email: customer.user.email, email_verified: false };
    await perform(await begin());
    const { items } = await server.store.audit.list({ subjectId: customer.id }, { limit: 4 });
    const email = customer.user.email;
    expect(items).toMatchObject([
      {
        action: 'testSignIn',
        outcome: 'refused',
        code: 'email_not_verified',
        about: { email },
        subject: { kind: 'connection', id: customer.id },
      },
      { action: 'createTestSignIn', outcome: 'done' },
      { action: 'testSignIn', outcome: 'done', about: { email, licenseUserId: customer.user.id } },
      { action: 'createTestSignIn', outcome: 'done', actorKind: 'admin_token' },
    ]);
    expect(JSON.stringify([items, server.logs])).not.toContain(test.id);
  });
});

describe('a test sign-in is gone', () => {
  it('after ten minutes, and its result ten minutes later', async () => {
    const [left, done] = [await begin(), await begin()];
    server.clock.advance(9 * 60_000);
    await perform(done);
    server.clock.advance(60_000);
    expect(await stateOf(left)).toMatchObject({ state: 'expired' });
    expectPage(await perform(left), 400, 'This sign-in has expired');
    expect(await stateOf(done)).toMatchObject({ state: 'signed_in' });
    server.clock.advance(9 * 60_000);
    expect(await stateOf(done)).toMatchObject({ state: 'expired', email: null, claims: [] });
  });

  it('when another issuer is set in the meantime', async () => {
    const changed = await newCustomer();
    const [before, during] = [await begin(changed), await begin(changed)];
    const browser = new UserAgent();
    const { url } = await browser.follow(during.url, (at) => at.includes('/callback/'));
    const body = { issuer: 'https://another.test', client_secret: 'another' };
    await admin.call('updateConnection', { path: { id: changed.id }, body });
    expectPage(await browser.get(url), 400, 'This sign-in has expired');
    expectPage(await perform(before), 400, 'This sign-in has expired');
    const path = { id: changed.id, test_sign_in_id: before.id };
    expect((await admin.refused('getTestSignIn', { path })).code).toBe('not_found');
  });

  it('for every account but its own', async () => {
    const other = await newCustomer();
    const path = { id: other.id, test_sign_in_id: (await begin()).id };
    expect((await admin.refused('getTestSignIn', { path })).code).toBe('not_found');
  });
});

it('a test sign-in is refused for a connection without a provider', async () => {
  const path = { id: (await createCustomer(server, { kind: 'password' })).id };
  const { code } = await admin.refused('createTestSignIn', { path });
  expect(code).toBe('validation_error');
});

it('a test sign-in may begin, run and be read at different instances', async () => {
  const beside = await startServer({
    beside: server,
    env: { LATCHKEY_PRIVATE_PROVIDERS: '127.0.0.1' },
  });
  const test = await begin();
  const browser = new UserAgent({ proxies: { [server.url]: beside.url } });
  const { response } = await browser.follow(test.url);
  expectResult(response, 200, 'The test sign-in worked', beside);
  expect(await stateOf(test)).toMatchObject({ state: 'signed_in' });
  await beside.close();
});
