import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createCustomer, isAt, type TestCustomer } from '../support/customer.ts';
import { actionOf, expectPage } from '../support/hosted-page.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { signInWithPassword } from '../support/sign-in.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';
import { updateRow } from '../support/update-row.ts';

const PASSWORD = 'correct horse battery staple';
const isApplication = isAt('http://127.0.0.1/callback');

let server: TestServer;
let provider: IdentityProvider;
let customer: TestCustomer;
let oidcCustomer: TestCustomer;
beforeAll(async () => {
  provider = await IdentityProvider.start();
  server = await startServer({ env: { LATCHKEY_PRIVATE_PROVIDERS: provider.host } });
  customer = await createCustomer(server, { kind: 'password' }, { password: PASSWORD });
  oidcCustomer = await createCustomer(server, provider.connection(), { with: customer });
});
beforeEach(() => {
  provider.reset();
  provider.claims = { email: oidcCustomer.user.email };
});
afterAll(async () => {
  await server.close();
  await provider.close();
});

async function signedIn(): Promise<UserAgent> {
  const browser = new UserAgent();
  const person = { email: customer.user.email, password: PASSWORD };
  await signInWithPassword(server, await customer.signInUrl(), person, { browser });
  return browser;
}

describe.each(['login', 'select_account'])('prompt=%s at sso_url', (prompt) => {
  it('asks a user who is signed in, and signs in the user who answers', async () => {
    const browser = await signedIn();
    const url = await customer.signInUrl({ prompt, response_type: 'code' });
    const form = await browser.follow(url, isApplication);
    expectPage(form.response, 200, /^Sign in to /);
    const { email } = customer.user;
    const reply = await browser.post(form.url, { email, password: PASSWORD });
    const end = await browser.follow(form.url, isApplication, reply);
    expect(new URL(end.url).searchParams.get('code')).toEqual(expect.any(String));
  });

  it('is passed on to the identity provider', async () => {
    const url = await oidcCustomer.signInUrl({ prompt, response_type: 'code' });
    const end = await new UserAgent().follow(url, isApplication);
    expect(new URL(end.url).searchParams.get('code')).toEqual(expect.any(String));
    expect(provider.last('authorize').get('prompt')).toBe(prompt);
  });
});

it.each(['none', 'consent', 'login select_account'])(
  'sso_url refuses prompt=%s',
  async (prompt) => {
    await expect(customer.signInUrl({ prompt })).rejects.toThrow('validation_error');
  },
);

it('without prompt no user is asked twice, and the provider gets no prompt', async () => {
  const browser = await signedIn();
  const end = await browser.follow(await customer.signInUrl(), isApplication);
  expect(isApplication(end.url)).toBe(true);
  await new UserAgent().follow(await oidcCustomer.signInUrl(), isApplication);
  expect(provider.last('authorize').get('prompt')).toBeNull();
});

describe('after a refusal', () => {
  const refuse = async (browser: UserAgent) => {
    provider.claims = { email: oidcCustomer.user.email, email_verified: false };
    const url = await oidcCustomer.signInUrl({ response_type: 'code' });
    const refused = await browser.follow(url, isApplication);
    expectPage(refused.response, 403, 'Sign-in was refused');
    return refused;
  };
  const another = ({ text }: { text: string }) =>
    `${server.url}${/<a class="button" href="([^"]+)">Use another account</.exec(text)?.[1] ?? ''}`;
  const back = async (browser: UserAgent, { text }: { text: string }) => {
    const action = `${server.url}${actionOf(text, 'Back to the application')}`;
    const reply = await browser.post(action, { cancel: '1' });
    const { url } = await browser.follow(action, isApplication, reply);
    return Object.fromEntries(new URL(url).searchParams);
  };

  it('the user may use another account: the provider lets the user choose', async () => {
    const browser = new UserAgent();
    const { response } = await refuse(browser);
    provider.claims = { email: oidcCustomer.user.email };
    const end = await browser.follow(another(response), isApplication);
    expect(new URL(end.url).searchParams.get('code')).toEqual(expect.any(String));
    expect(provider.last('authorize').get('prompt')).toBe('select_account');
  });

  it('using another account ends the session of this browser', async () => {
    const browser = await signedIn();
    const { response } = await refuse(browser);
    await browser.get(another(response));
    const end = await browser.follow(await customer.signInUrl(), isApplication);
    expectPage(end.response, 200, /^Sign in to /);
  });

  it('the page shows the same when it is reloaded, in this browser only', async () => {
    const browser = new UserAgent();
    const { url, response } = await refuse(browser);
    const again = await browser.get(url);
    const withoutStyle = (text: string) => text.replace(/\s+/g, ' ');
    expect(again.status).toBe(403);
    expect(withoutStyle(again.text)).toBe(withoutStyle(response.text));
    expectPage(await new UserAgent().get(url), 400, 'This sign-in has expired');
    const other = new UserAgent();
    await refuse(other);
    expectPage(await other.get(url), 400, 'This sign-in has expired');
    expect((await back(browser, again))['error']).toBe('access_denied');
  });

  it('the application gets the cause', async () => {
    const browser = new UserAgent();
    const { response } = await refuse(browser);
    expect(await back(browser, response)).toMatchObject({
      error: 'access_denied',
      error_description: 'the sign-in was refused: email_not_verified',
    });
  });

  it.each([
    [
      'temporarily_unavailable',
      () => (provider.takeovers.token = (request) => request.socket.destroy()),
    ],
    ['server_error', () => (provider.claims = { nonce: 'another' })],
  ])('the application gets %s after a fault of the provider', async (error, fail) => {
    fail();
    const browser = new UserAgent();
    const url = await oidcCustomer.signInUrl({ response_type: 'code', state: 's' });
    const { response } = await browser.follow(url, isApplication);
    expect(await back(browser, response)).toMatchObject({ error, state: 's' });
  });
});

describe('a disabled user', () => {
  it('gets that reason at the own company only; another one responds as for an unknown user', async () => {
    const other = await createCustomer(server, provider.connection(), { with: customer });
    await updateRow(server, 'license_users', other.user.id, { enabled: false });
    provider.claims = { email: other.user.email };
    const own = await new UserAgent().follow(await other.signInUrl(), isApplication);
    expectPage(own.response, 403, 'Sign-in was refused');
    expect(own.response.text).toContain('may not use this software any more');
    const url = await oidcCustomer.signInUrl({ response_type: 'code' });
    const end = await new UserAgent().follow(url, isApplication);
    const code = new URL(end.url).searchParams.get('code') ?? '';
    const refused = await oidcCustomer.activate({ code });
    expect(refused).toMatchObject({ code: 'license_not_found' });
    expect(refused.message).not.toContain('disabled');
  });
});
