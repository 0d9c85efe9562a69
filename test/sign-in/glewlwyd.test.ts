import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { components } from '../../generated/openapi.d.ts';
import type { OidcConnection } from '../../src/rules/oidc-connection.ts';
import type { SignInCause } from '../../src/rules/sign-in-causes.ts';
import { createAdminClient } from '../support/admin-client.ts';
import { launchBrowser } from '../support/browser.ts';
import { BrowserUser } from '../support/browser-user.ts';
import { createCustomer, isAt, readResult, type TestCustomer } from '../support/customer.ts';
import { describeInBrowser } from '../support/describe-in-browser.ts';
import {
  type ExtraClaim,
  Glewlwyd,
  hasGlewlwyd,
  passwordOf,
  type Person,
  PEOPLE,
} from '../support/glewlwyd.ts';
import { expectPage } from '../support/hosted-page.ts';
import { needing } from '../support/needing.ts';
import { startRedirectTarget } from '../support/redirect-target.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';

type Account = components['schemas']['AdminCustomerAccount'];

const REDIRECT_URI = 'http://127.0.0.1/callback';

const ALWAYS = { mandatory: true, 'on-demand': false };
const UPN = { name: 'upn', 'user-property': 'email', type: 'string', ...ALWAYS };
/** Verified for alice, and not for bob. */
const VERIFIED = {
  name: 'email_verified',
  'user-property': 'name',
  type: 'boolean',
  ...ALWAYS,
  'boolean-value-true': 'alice',
  'boolean-value-false': 'bob',
};

interface Attempt {
  readonly settings: Partial<OidcConnection>;
  readonly responseType?: 'code' | 'token';
  /** What the person lets Latchkey know. */
  readonly granted?: string;
}
type Row = readonly [Person, Attempt, SignInCause | 'activated'];

const unstated = { trust: 'unstated' } as const;
const managed = { trust: 'managed' } as const;
const emailClaim = 'upn';

/** As it is, it does not say whether an address is verified. */
const PLAIN: readonly Row[] = [
  ['alice', { settings: unstated, responseType: 'token' }, 'activated'],
  ['alice', { settings: unstated, responseType: 'code' }, 'activated'],
  ['alice', { settings: managed }, 'activated'],
  ['alice', { settings: {} }, 'email_verification_unstated'],
  ['bob', { settings: unstated, granted: 'openid' }, 'email_declined'],
  ['bob', { settings: managed, granted: 'openid' }, 'email_declined'],
  ['bob', { settings: unstated }, 'activated'],
  ['alice', { settings: { ...unstated, email_claim: emailClaim } }, 'email_missing'],
  [
    'alice',
    { settings: { ...unstated, token_endpoint_auth_method: 'client_secret_post' } },
    'activated',
  ],
];

const MAPPED: readonly Row[] = [
  ['alice', { settings: {} }, 'activated'],
  ['alice', { settings: unstated }, 'activated'],
  ['alice', { settings: { ...unstated, email_claim: emailClaim } }, 'activated'],
  ['alice', { settings: { required_claims: { upn: 'alice@acme.test' } } }, 'activated'],
  ['alice', { settings: { required_claims: { upn: 'x' } } }, 'required_claim_different'],
  ['bob', { settings: {} }, 'email_not_verified'],
  ['bob', { settings: unstated }, 'email_not_verified'],
  ['bob', { settings: managed }, 'activated'],
  ['bob', { settings: { ...unstated, email_claim: emailClaim } }, 'activated'],
];

needing('glewlwyd', hasGlewlwyd).describe('users of glewlwyd', () => {
  let server: TestServer;
  let provider: Glewlwyd;
  const customers = new Map<Person, TestCustomer>();
  beforeAll(async () => {
    provider = await Glewlwyd.start();
    server = await startServer({ env: { LATCHKEY_PRIVATE_PROVIDERS: provider.host } });
    const admin = await createAdminClient(server);
    for (const person of PEOPLE) {
      const email = `${person}@acme.test`;
      const customer = await createCustomer(server, provider.connection(), { email });
      const path = { id: customer.id };
      const { body } = await admin.call<Account>('getCustomerAccount', { path });
      await provider.register(body.provider_redirect_uri);
      customers.set(person, customer);
    }
  }, 60_000);
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(async () => {
    await server.close();
    await provider.close();
  });

  function customerOf(person: Person): TestCustomer {
    const customer = customers.get(person);
    if (customer === undefined) throw new Error(`nobody made a customer for ${person}`);
    return customer;
  }

  async function connect(person: Person, settings: Attempt['settings']): Promise<void> {
    await server.store.connections.set(customerOf(person).id, {
      enabled: true,
      default_response_type: 'token',
      allow_implicit: true,
      ...provider.connection(settings),
    });
  }

  /** Sends somebody to glewlwyd. @returns the sign-in page there, with the browser that stands before it */
  async function begin(person: Person, { settings, responseType = 'token' }: Attempt) {
    await connect(person, settings);
    const browser = new UserAgent();
    const url = await customerOf(person).signInUrl({ response_type: responseType });
    const isPage = (target: string) => target.includes('/login.html');
    return { browser, page: (await browser.follow(url, isPage)).url };
  }

  /**
   * Goes on from glewlwyd, as far as a license.
   * @returns what came of it: `activated`, or the cause of the refusal
   */
  async function goOn(person: Person, browser: UserAgent, back: string) {
    const { url, response } = await browser.follow(back, isAt(REDIRECT_URI));
    if (isAt(REDIRECT_URI)(url)) {
      const { code, id_token } = readResult(url);
      return (await customerOf(person).activate(code ? { code } : { id_token })).code;
    }
    expectPage(response, 403, 'Sign-in was refused');
    return (await lastEntry())?.code;
  }

  async function attempt(person: Person, how: Attempt) {
    const { browser, page } = await begin(person, how);
    return goOn(person, browser, await provider.signIn(page, person, how.granted));
  }

  async function lastEntry() {
    const { items } = await server.store.audit.list({ action: 'signIn' }, { limit: 1 });
    return items[0];
  }

  describe.each<[string, readonly ExtraClaim[], readonly Row[]]>([
    ['without changes', [], PLAIN],
    ['with upn and email_verified', [UPN, VERIFIED], MAPPED],
  ])('%s', (_, claims, rows) => {
    beforeAll(() => provider.setClaims(claims));

    it.each(rows)('%s, with %j, gives %s', async (person, how, expected) => {
      expect(await attempt(person, how)).toBe(expected);
    });
  });

  it('a wrong client secret has its own cause, with the error of glewlwyd', async () => {
    const settings = { ...unstated, client_secret: 'wrong' };
    expect(await attempt('alice', { settings })).toBe('client_secret_refused');
    expect((await lastEntry())?.detail).toMatchObject({ provider_error: 'unauthorized_client' });
  });

  it('glewlwyd refuses a sign-in without the PKCE challenge that Latchkey sends', async () => {
    const { browser, page } = await begin('alice', { settings: unstated });
    const altered = new URL(page);
    const asked = new URL(altered.searchParams.get('callback_url') ?? '');
    expect(asked.searchParams.get('code_challenge_method')).toBe('S256');
    asked.searchParams.delete('code_challenge');
    asked.searchParams.delete('code_challenge_method');
    altered.searchParams.set('callback_url', asked.href);
    const back = await provider.signIn(altered.href, 'alice');
    expect(await goOn('alice', browser, back)).toBe('request_refused');
  });

  describeInBrowser('users of glewlwyd in Chromium', () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await launchBrowser();
    });
    afterAll(() => browser.close());

    it('sign in on its pages and return to the application', async () => {
      await provider.grant('alice', 'openid email');
      await connect('alice', managed);
      const { tab } = await BrowserUser.start(browser);
      const { redirectUri: redirect_uri, close } = await startRedirectTarget();
      await tab.goto(await customerOf('alice').signInUrl({ redirect_uri }));
      await tab.locator('#username').fill('alice');
      await tab.locator('#password').fill(passwordOf('alice'));
      await tab.getByRole('button', { name: 'OK' }).click();
      await tab.getByRole('button', { name: 'Continue' }).click();
      await tab.getByText('Thank you').waitFor();
      close();
      const { id_token } = readResult(tab.url());
      const activated = await customerOf('alice').activate({ id_token, redirect_uri });
      expect(activated.code).toBe('activated');
    }, 60_000);
  });

  it('sign in with a new signing key of the provider that was not announced', async () => {
    expect(await attempt('alice', { settings: managed })).toBe('activated');
    await provider.restartWithNewKey();
    // Its keys are fetched anew at most once in 30 seconds.
    const now = Date.now.bind(Date);
    jest.spyOn(Date, 'now').mockImplementation(() => now() + 31_000);
    expect(await attempt('alice', { settings: managed })).toBe('activated');
  });
});
