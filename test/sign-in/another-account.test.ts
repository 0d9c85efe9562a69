import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createCustomer, isAt, type TestCustomer } from '../support/customer.ts';
import { expectPage } from '../support/hosted-page.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { signInWithPassword } from '../support/sign-in.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';

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
  it('asks somebody who is signed in, and signs in whom they are then', async () => {
    const browser = await signedIn();
    const url = await customer.signInUrl({ prompt, response_type: 'code' });
    const form = await browser.follow(url, isApplication);
    expectPage(form.response, 200, /^Sign in to /);
    const { email } = customer.user;
    const reply = await browser.post(form.url, { email, password: PASSWORD });
    const end = await browser.follow(form.url, isApplication, reply);
    expect(new URL(end.url).searchParams.get('code')).toEqual(expect.any(String));
  });

  it('is passed on to the identity provider, which finds the person by it', async () => {
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

it('without a prompt nobody is asked twice, and the identity provider is asked for none', async () => {
  const browser = await signedIn();
  const end = await browser.follow(await customer.signInUrl(), isApplication);
  expect(isApplication(end.url)).toBe(true);
  await new UserAgent().follow(await oidcCustomer.signInUrl(), isApplication);
  expect(provider.last('authorize').get('prompt')).toBeNull();
});
