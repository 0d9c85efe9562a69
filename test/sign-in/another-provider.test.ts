import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AdminClient, createAdminClient } from '../support/admin-client.ts';
import {
  createCustomer,
  isAt,
  readResult,
  signIn,
  type TestCustomer,
} from '../support/customer.ts';
import { expectPage } from '../support/hosted-page.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';

const isResult = isAt('http://127.0.0.1/callback');
const EXPIRED = 'This sign-in has expired';

let server: TestServer;
let admin: AdminClient;
let provider: IdentityProvider;
let other: IdentityProvider;
let customer: TestCustomer;

beforeAll(async () => {
  provider = await IdentityProvider.start();
  other = await IdentityProvider.start();
  server = await startServer({ env: { LATCHKEY_PRIVATE_PROVIDERS: '127.0.0.1' } });
  admin = await createAdminClient(server);
});
beforeEach(async () => {
  provider.reset();
  other.reset();
  customer = await createCustomer(server, provider.connection());
  for (const one of [provider, other]) one.claims = { email: customer.user.email };
});
afterAll(async () => {
  await server.close();
  await provider.close();
  await other.close();
});

const path = () => ({ path: { id: customer.id } });
const set = (body: object) => admin.call('setConnection', { ...path(), body });
const update = (body: object) => admin.call('updateConnection', { ...path(), body });
const clientOf = ({ url, clientId, clientSecret }: IdentityProvider) => ({
  issuer: url,
  client_id: clientId,
  client_secret: clientSecret,
});
const settingsOf = (one: IdentityProvider) => ({ kind: 'oidc', ...clientOf(one) });
const moveTo = (one: IdentityProvider) => update(clientOf(one));

/** What makes somebody else vouch for the people of an account. */
const CHANGES: Record<string, () => Promise<unknown>> = {
  'another issuer': () => moveTo(other),
  'passwords in place of a provider': () => set({ kind: 'password' }),
  'another issuer, and the first again': async () => {
    await moveTo(other);
    await moveTo(provider);
  },
  'a deletion, and the same again': async () => {
    await admin.call('deleteConnection', path());
    await set(settingsOf(provider));
  },
};

/** What changes while the same provider vouches for the same people. */
const HARMLESS: Record<string, () => Promise<unknown>> = {
  'another client secret': () => update({ client_secret: provider.clientSecret }),
  'another trust': () => update({ trust: 'managed' }),
  'the same set again': () => set(settingsOf(provider)),
};

const WAYS = ['id_token', 'access_token', 'code'] as const;
/** What a sign-in gave the application, as it sends it. */
async function proofOf(way: (typeof WAYS)[number]): Promise<Record<string, unknown>> {
  const response_type = way === 'code' ? 'code' : 'token';
  const result = await signIn(await customer.signInUrl({ response_type }));
  const value = result.params[way];
  if (value === undefined) throw new Error(`the sign-in gave no ${way}`);
  return way === 'code' ? { code: value } : { id_token: value };
}

describe.each(Object.keys(CHANGES))('after %s', (name) => {
  const change = async () => CHANGES[name]?.();

  it.each(WAYS)('the %s of an earlier sign-in is refused', async (way) => {
    const proof = await proofOf(way);
    await change();
    const { status, code } = await customer.activate(proof);
    expect(status).toBe(400);
    expect(code).toMatch(/^sso_(token|code)_invalid$/);
  });

  it('the session of a browser does not sign in', async () => {
    const browser = new UserAgent();
    await signIn(await customer.signInUrl(), browser);
    await change();
    const { url } = await browser.follow(await customer.signInUrl(), (target) => {
      const isProvider = [provider.url, other.url].includes(new URL(target).origin);
      return isResult(target) || isProvider;
    });
    expect(isResult(url)).toBe(false);
  });

  it('a user who is at the provider is refused on return', async () => {
    const browser = new UserAgent();
    const isBack = (target: string) => target.includes('/sign-in/callback/');
    const { url: callback } = await browser.follow(await customer.signInUrl(), isBack);
    await change();
    const { url, response } = await browser.follow(callback, isResult);
    expect(isResult(url)).toBe(false);
    expectPage(response, 400, EXPIRED);
    expect(provider.count('token')).toBe(0);
  });

  it('a user who has returned from the provider is not signed in', async () => {
    const browser = new UserAgent();
    const isResume = (target: string) => target.includes('/oidc/auth/');
    const { url: resume } = await browser.follow(await customer.signInUrl(), isResume);
    await change();
    const { url } = await browser.follow(resume, (target) => isResult(target));
    expect(readResult(url).params).not.toHaveProperty('id_token');
  });
});

it('a sign-in is not stored when the connection changes during the request to the provider', async () => {
  provider.metadata = { userinfo_endpoint: `${provider.url}/userinfo` };
  provider.claims = { email: undefined };
  const clientId = `client-${customer.id}`;
  await server.store.connections.set(customer.id, {
    enabled: true,
    default_response_type: 'token',
    allow_implicit: true,
    ...provider.connection({ client_id: clientId }),
  });
  provider.clientId = clientId;
  provider.takeovers.userinfo = (_request, response) => {
    void moveTo(other).then(() => {
      response
        .writeHead(200, { 'Content-Type': 'application/json' })
        .end(JSON.stringify({ sub: 'subject', email: customer.user.email, email_verified: true }));
    });
  };
  const { url, response } = await new UserAgent().follow(await customer.signInUrl(), isResult);
  expect(isResult(url)).toBe(false);
  expectPage(response, 400, EXPIRED);
  const { items } = await server.store.audit.list({ action: 'signIn' }, { limit: 1 });
  expect(items[0]?.subject?.id === customer.id && items[0].outcome === 'done').toBe(false);
});

describe.each(Object.keys(HARMLESS))('after %s', (name) => {
  it.each(WAYS)('the %s of an earlier sign-in still activates', async (way) => {
    const proof = await proofOf(way);
    await HARMLESS[name]?.();
    expect((await customer.activate(proof)).code).toBe('activated');
  });
});

it('a session of passwords ends when a provider replaces them, and stays ended when passwords return', async () => {
  const password = 'correct horse battery staple';
  customer = await createCustomer(server, { kind: 'password' }, { password });
  const browser = new UserAgent();
  const form = await browser.follow(await customer.signInUrl());
  const { email } = customer.user;
  const answer = await browser.post(form.url, { email, password });
  await browser.follow(form.url, isResult, answer);
  // The session does.
  expect((await browser.follow(await customer.signInUrl(), isResult)).url).toContain('id_token');
  await set(settingsOf(provider));
  await set({ kind: 'password' });
  const { url, response } = await browser.follow(await customer.signInUrl(), isResult);
  expect(isResult(url)).toBe(false);
  expectPage(response, 200, /^Sign in to /);
});
