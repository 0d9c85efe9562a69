import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { build } from '../support/build.ts';
import { createClient } from '../support/client.ts';
import {
  createCustomer,
  isAt,
  readResult,
  signIn,
  type TestCustomer,
} from '../support/customer.ts';
import { actionOf, expectPage, policyOf } from '../support/hosted-page.ts';
import { http, type HttpResponse } from '../support/http.ts';
import { IdentityProvider, s256 } from '../support/identity-provider.ts';
import { startRedirectTarget } from '../support/redirect-target.ts';
import { signInWithPassword } from '../support/sign-in.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';
import { describeInBrowser } from '../support/describe-in-browser.ts';
import { updateRow } from '../support/update-row.ts';

const PASSWORD = 'correct horse battery staple';
const REDIRECT_URI = 'http://127.0.0.1/callback';
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const PKCE = { code_challenge: s256(VERIFIER), code_challenge_method: 'S256' };
const HOUR = 3_600_000;
const isApplication = isAt(REDIRECT_URI);

let server: TestServer;
let provider: IdentityProvider;
/** Keep their passwords with us. */
let customer: TestCustomer;
let otherCustomer: TestCustomer;
/** Signs in at the provider. */
let oidcCustomer: TestCustomer;

beforeAll(async () => {
  provider = await IdentityProvider.start();
  server = await startServer({ demo: true, env: { LATCHKEY_PRIVATE_PROVIDERS: provider.host } });
  const password = { password: PASSWORD };
  customer = await createCustomer(server, { kind: 'password' }, password);
  otherCustomer = await createCustomer(
    server,
    { kind: 'password' },
    { ...password, with: customer },
  );
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

describe('the security headers of a hosted page:', () => {
  const pages: Record<string, [number, string | RegExp, () => Promise<HttpResponse>]> = {
    'the sign-in page': [200, /^Sign in to /, async () => (await openForm()).response],
    'the sign-in page, after a wrong password': [
      400,
      /^Sign in to /,
      async () => submit(await openForm(), { password: 'wrong' }),
    ],
    'the page of a refused sign-in': [403, 'Sign-in was refused', refusedPage],
    'the page of an unreachable provider': [502, /^Could not reach /, unreachablePage],
    'the page of an expired sign-in': [
      400,
      'This sign-in has expired',
      () => new UserAgent().get(`${server.url}/sign-in/nothing`),
    ],
    'the page of a callback without a sign-in': [
      400,
      'This sign-in has expired',
      () => new UserAgent().get(`${server.url}/sign-in/callback/${customer.code}?code=a&state=b`),
    ],
    'the page of a sign-in URL that is not ours': [
      400,
      'This sign-in has expired',
      () => new UserAgent().get(`${server.url}/oidc/auth?client_id=${customer.code}`),
    ],
    'the page of a sign-in that does not go on': [
      400,
      'This sign-in has expired',
      () => new UserAgent().get(`${server.url}/oidc/auth/nothing`),
    ],
    'the sign-out page': [200, 'Sign out?', async () => signOutPage(await signedIn())],
    'the sign-out page without a session': [
      200,
      'You are signed out',
      () => signOutPage(new UserAgent()),
    ],
    'the signed-out page': [
      200,
      'You are signed out',
      () => new UserAgent().get(`${server.url}/oidc/session/end/success`),
    ],
    'the page of a sign-out that nobody began': [
      400,
      'This sign-in cannot go on',
      () => new UserAgent().post(`${server.url}/oidc/session/end/confirm`, { logout: 'yes' }),
    ],
    'the home page': [200, 'Latchkey is running', () => new UserAgent().get(server.url)],
    'the page of an address that leads nowhere': [
      404,
      'There is nothing here',
      () => new UserAgent().get(`${server.url}/oidc/nothing`),
    ],
  };

  it.each(Object.keys(pages))('%s', async (name) => {
    const [status, heading, open] = pages[name] as (typeof pages)[string];
    const response = await open();
    expectPage(response, status, heading);
    expectOwnLoads(response);
  });

  it('the page of the demo identity provider', async () => {
    const { api_key: apiKey, shared_key: sharedKey } = server.demo;
    const { body } = await createClient(server, { api_key: apiKey, shared_key: sharedKey }).call<{
      url: string;
    }>('getSsoUrl', { query: { product: 'demo', customer_account_code: 'acme' } });
    const { response } = await new UserAgent().follow(body.url);
    expectPage(response, 200, 'Who is signing in?');
    expectOwnLoads(response);
  });

  it('allow its forms to lead to Latchkey and the application only', async () => {
    const { response } = await openForm();
    expect(policyOf(response)['form-action']).toEqual(["'self'", 'http://127.0.0.1']);
    expect(policyOf(await signOutPage(await signedIn()))['form-action']).toEqual(["'self'"]);
  });

  function expectOwnLoads({ text }: HttpResponse): void {
    const loads = [
      ...text.matchAll(/\s(?:srcset|data|poster)="|\ssrc="([^"]*)"|<link[^>]+href="([^"]*)"/g),
    ];
    for (const [, src, href] of loads) expect(src ?? href).toMatch(/^\/[^/]/);
  }
});

describe.each(['token', 'code'])('every response of a sign-in (%s)', (type) => {
  it('may not be cached and sends no referrer', async () => {
    for (const one of [customer, oidcCustomer]) {
      const browser = new UserAgent();
      await signInWith(one, browser, { response_type: type });
      const ours = browser.history.filter(({ url }) => url.startsWith(server.url));
      expect(ours.length).toBeGreaterThanOrEqual(4);
      for (const { response } of ours) {
        expect(response.headers).toMatchObject({
          'cache-control': 'no-store',
          'referrer-policy': 'no-referrer',
        });
        // A redirect has no page of its own, which would have none of these headers' company.
        if (response.headers['location'] !== undefined) expect(response.text).toBe('');
      }
    }
  });

  it('puts tokens into the fragment and never into a query', async () => {
    const browser = new UserAgent();
    const { url, id_token, access_token, code } = await signInWith(customer, browser, {
      response_type: type,
    });
    expect(url.search === '').toBe(type === 'token');
    expect([id_token, access_token].map((one) => one === undefined)).toEqual(
      Array.from({ length: 2 }, () => type === 'code'),
    );
    const queries = browser.history.map(({ url: visited }) => visited).join('\n');
    for (const secret of [id_token, access_token, code, PASSWORD]) {
      if (secret !== undefined) expect(queries).not.toContain(secret);
    }
  });
});

describe('a cookie', () => {
  it('is hidden from scripts and from other sites', async () => {
    const cookies = (await walks(server, {})).flatMap(cookiesOf);
    expectCookies(cookies, (name) => `latchkey_${name}`);
    for (const cookie of cookies) expect(cookie).not.toMatch(/;\s*secure/i);
  });

  it('is sent over TLS only when the public URL is https', async () => {
    const behindProxy = await startServer({
      env: {
        LATCHKEY_PUBLIC_URL: 'https://licenses.example.com',
        LATCHKEY_PRIVATE_PROVIDERS: provider.host,
      },
    });
    try {
      const { port } = behindProxy.config;
      const direct = { ...behindProxy, url: `http://127.0.0.1:${port}` };
      const browsers = await walks(direct, {
        proxies: { 'https://licenses.example.com': direct.url },
      });
      const cookies = browsers.flatMap(cookiesOf);
      // Browsers hold these names to what they promise (RFC 6265bis, section 4.1.3).
      const hasPath = (name: string) => ['interaction', 'resume'].includes(name);
      expectCookies(cookies, (name) => `__${hasPath(name) ? 'Secure' : 'Host'}-latchkey_${name}`);
      for (const cookie of cookies) {
        expect(cookie).toMatch(/;\s*secure(;|$)/i);
        if (cookie.startsWith('__Host-')) expect(cookie).toMatch(/;\s*path=\/(;|$)/i);
      }
      for (const { location } of browsers.flatMap(({ history }) => history)) {
        expect(location ?? '').not.toMatch(/^http:\/\/127\.0\.0\.1:\d+\/(oidc|sign-in)/);
      }
    } finally {
      await behindProxy.close();
    }
  });

  /** By password and by provider, and out again. */
  async function walks(
    at: TestServer,
    options: ConstructorParameters<typeof UserAgent>[0],
  ): Promise<UserAgent[]> {
    const byPassword = await createCustomer(at, { kind: 'password' }, { password: PASSWORD });
    const byProvider = await createCustomer(at, provider.connection());
    const { publicUrl } = at.config;
    const browsers = [new UserAgent(options), new UserAgent(options)] as const;
    const person = { email: byPassword.user.email, password: PASSWORD };
    const url = await byPassword.signInUrl();
    await signInWithPassword({ url: publicUrl }, url, person, { browser: browsers[0] });
    await signIn(await byProvider.signInUrl(), browsers[1]);
    const page = await browsers[0].get(`${publicUrl}/oidc/session/end`);
    const { headers } = await submitForm(browsers[0], page, 'op.logoutForm', { logout: 'yes' });
    expect(headers['location']).toBe(`${publicUrl}/oidc/session/end/success`);
    return [...browsers];
  }

  function cookiesOf({ history }: UserAgent): string[] {
    const ours = history.filter(({ url }) => !url.startsWith(provider.url));
    return ours.flatMap(({ response }) => [response.headers['set-cookie'] ?? []].flat());
  }

  function expectCookies(cookies: readonly string[], nameOf: (one: string) => string): void {
    const names = new Set(cookies.map((cookie) => cookie.slice(0, cookie.indexOf('='))));
    const expected = ['session', 'interaction', 'resume', 'browser'].map(nameOf);
    expect([...names].sort()).toEqual(expected.flatMap((one) => [one, `${one}.sig`]).sort());
    for (const cookie of cookies) {
      expect(cookie).toMatch(/;\s*httponly(;|$)/i);
      expect(cookie).toMatch(/;\s*samesite=lax(;|$)/i);
      expect(cookie).not.toMatch(/;\s*domain=/i);
    }
  }
});

it('a session cookie without a valid signature is ignored', async () => {
  const { history } = await signedIn();
  const lines = history.flatMap(({ response }) => [response.headers['set-cookie'] ?? []].flat());
  const cookie = (name: string) =>
    lines.findLast((line) => line.startsWith(`${name}=`))?.split(';')[0];
  const session = cookie('latchkey_session') ?? '';
  const signature = cookie('latchkey_session.sig') ?? '';
  const open = async (cookies: string) => {
    const headers = [['Cookie', cookies]] as const;
    return String((await http(await customer.signInUrl(), { headers })).headers['location']);
  };
  expect(isApplication(await open(`${session}; ${signature}`))).toBe(true);
  for (const forged of ['', '; latchkey_session.sig=', '; latchkey_session.sig=forged']) {
    expect(await open(session + forged)).toContain('/sign-in/');
  }
});

describe('the log', () => {
  it('contains no token, code, state, nonce, verifier, password, secret or cookie', async () => {
    const secrets = new Map<string, string | null | undefined>();
    const browsers: UserAgent[] = [];
    for (const one of [customer, oidcCustomer]) {
      for (const response_type of ['token', 'code']) {
        const browser = new UserAgent();
        browsers.push(browser);
        const state = `state-of-the-application-${response_type}-${one.code}`;
        const pkce = response_type === 'code' ? PKCE : {};
        const url = await one.signInUrl({ response_type, state, ...pkce });
        const result = await signInAt(one, url, browser);
        const { id_token, access_token, code } = result;
        secrets.set(`state ${state}`, state);
        secrets.set(`nonce ${state}`, new URL(url).searchParams.get('nonce'));
        for (const [name, value] of Object.entries({ id_token, access_token, code })) {
          secrets.set(`${name} ${state}`, value);
        }
        const proof = code === undefined ? { id_token } : { code, code_verifier: VERIFIER };
        await one.activate(proof);
        await one.activate({ ...proof, hardware_id: 'another' });
        await one.activate({ ...proof, redirect_uri: 'https://attacker.test' });
        await browser.get(`${server.url}/oidc/session/end?id_token_hint=${id_token ?? ''}`);
      }
    }
    const sent = provider.last('authorize');
    for (const name of ['state', 'nonce', 'code_challenge']) secrets.set(name, sent.get(name));
    for (const name of ['code', 'code_verifier'])
      secrets.set(name, provider.last('token').get(name));
    secrets.set('client secret', provider.clientSecret);
    secrets.set('password', PASSWORD);
    secrets.set('wrong password', 'a-wrong-password');
    await submit(await openForm(), { password: 'a-wrong-password' });
    for (const { response } of browsers.flatMap(({ history }) => history)) {
      for (const line of [response.headers['set-cookie'] ?? []].flat()) {
        const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
        // What these two say stands in the page's address too. It is their signatures that count.
        const isAddress = ['latchkey_interaction', 'latchkey_resume'].includes(name);
        if (value !== '' && !isAddress) secrets.set(`cookie ${name} ${value}`, value);
      }
    }

    expect(secrets.size).toBeGreaterThan(30);
    expectNotLogged(secrets);
  });

  it('contains none of them when a faulty provider repeats them', async () => {
    const canary = (name: string) => `CANARY-${name}-0123456789abcdef`;
    const json = { 'Content-Type': 'application/json' };
    const answers: Record<string, unknown>[] = [
      { access_token: canary('access'), token_type: 'mac', id_token: canary('id') },
      { access_token: canary('access'), token_type: 7, id_token: canary('id') },
      { access_token: canary('access'), token_type: 'Bearer', id_token: canary('id') },
      { access_token: [canary('access')], token_type: 'Bearer' },
      { access_token: canary('access'), token_type: 'Bearer', expires_in: canary('expires') },
      { access_token: canary('access'), token_type: 'Bearer', refresh_token: [canary('refresh')] },
      { error: 'invalid_grant', error_description: canary('description'), code: canary('code') },
      { error: 'invalid_client', id_token: canary('id'), client_secret: canary('secret') },
    ];
    for (const answer of answers) {
      provider.takeovers.token = (_request, response) => {
        response.writeHead('error' in answer ? 400 : 200, json).end(JSON.stringify(answer));
      };
      await new UserAgent().follow(await oidcCustomer.signInUrl());
    }
    provider.takeovers.token = undefined;
    for (const claims of [{ nonce: canary('nonce') }, { aud: canary('aud') }, { exp: 1 }]) {
      provider.claims = { ...claims, email: canary('email'), phone: canary('claim') };
      await new UserAgent().follow(await oidcCustomer.signInUrl());
    }
    provider.claims = {};
    provider.back = { iss: canary('iss'), id_token: canary('front') };
    await new UserAgent().follow(await oidcCustomer.signInUrl());
    provider.back = { error: 'access_denied', error_description: canary('denied') };
    await new UserAgent().follow(await oidcCustomer.signInUrl());

    const faults = server.logs.filter(({ msg }) => msg === 'sign-in refused');
    expect(faults.length).toBeGreaterThanOrEqual(answers.length + 5);
    const names = [
      'access',
      'id',
      'expires',
      'refresh',
      'code',
      'secret',
      'nonce',
      'claim',
      'front',
    ];
    expectNotLogged(new Map(names.map((name) => [name, canary(name)])));
  });

  function expectNotLogged(secrets: ReadonlyMap<string, string | null | undefined>): void {
    const log = JSON.stringify(server.logs);
    const logged = [...secrets].filter(([, value]) => value && log.includes(value));
    expect(logged.map(([name]) => name)).toEqual([]);
  }
});

describe('a request with another Host header', () => {
  const spoofed = [
    ['Host', 'attacker.test'],
    ['X-Forwarded-Host', 'attacker.test'],
    ['X-Forwarded-Proto', 'https'],
    ['X-Forwarded-Port', '444'],
    ['X-Forwarded-For', '203.0.113.9'],
    ['X-Original-Host', 'attacker.test'],
    ['X-Original-URL', '/attacker.test'],
    ['Forwarded', 'host=attacker.test;proto=https'],
  ] as const;

  it('changes nothing in a sign-in', async () => {
    for (const one of [customer, oidcCustomer]) {
      const browser = new UserAgent({ headers: spoofed });
      const { id_token } = await signInWith(one, browser);
      expect((await one.activate({ id_token })).code).toBe('activated');
      for (const { response } of browser.history) {
        const { headers, text } = response;
        expect(JSON.stringify(headers) + text).not.toMatch(/attacker\.test|:444|https:/);
      }
    }
  });

  it.each(['/oidc/.well-known/openid-configuration', '/oidc/session/end', '/', '/oidc/nothing'])(
    'changes nothing at %s',
    async (path) => {
      const response = await http(server.url + path, {
        headers: [...spoofed, ['Accept', 'text/html, application/json']],
      });
      expect(JSON.stringify(response.headers) + response.text).not.toContain('attacker.test');
    },
  );

  it('changes nothing when the request target is absolute', async () => {
    const { pathname, search } = new URL(await customer.signInUrl());
    const { headers } = await http(server.url, {
      target: `http://attacker.test${pathname}${search}`,
      headers: [['Accept', 'text/html']],
    });
    expect(JSON.stringify(headers)).not.toContain('attacker.test');
  });

  it('changes nothing in the response of sso_url', async () => {
    const asked = createClient(server, customer.credentials);
    const honest = await asked.call<{ url: string }>('getSsoUrl', {
      query: { product: customer.product.code, customer_account_code: customer.code },
    });
    expect(new URL(honest.body.url).origin).toBe(server.url);
  });
});

describe('a browser session', () => {
  it('of an account with passwords is used again for a new request', async () => {
    const browser = await signedIn();
    const { url } = await browser.follow(await customer.signInUrl(), isApplication);
    const { id_token } = readResult(url);
    expect((await customer.activate({ id_token })).code).toBe('activated');
  });

  it('does not sign in to another account', async () => {
    const browser = await signedIn();
    const { response } = await browser.follow(await otherCustomer.signInUrl(), isApplication);
    expectPage(response, 200, /^Sign in to /);
  });

  it('is replaced by a session of another account', async () => {
    const browser = await signedIn();
    await signInWith(otherCustomer, browser);
    const { url } = await browser.follow(await otherCustomer.signInUrl(), isApplication);
    expect(isApplication(url)).toBe(true);
    const { response } = await browser.follow(await customer.signInUrl(), isApplication);
    expectPage(response, 200, /^Sign in to /);
  });

  it('is valid in one browser only', async () => {
    await signedIn();
    const { response } = await new UserAgent().follow(await customer.signInUrl(), isApplication);
    expectPage(response, 200, /^Sign in to /);
  });

  it('is ignored when the login hint names another user, and used when it names the same one', async () => {
    const browser = await signedIn();
    const hint = { login_hint: customer.user.email.toUpperCase() };
    const same = await browser.follow(await customer.signInUrl(hint), isApplication);
    expect(isApplication(same.url)).toBe(true);
    const other = { login_hint: otherCustomer.user.email };
    const { response } = await browser.follow(await customer.signInUrl(other), isApplication);
    expectPage(response, 200, /^Sign in to /);
    expect(response.text).toContain(`value="${otherCustomer.user.email}"`);
  });

  it('is ignored when the application asks for a new sign-in', async () => {
    const browser = await signedIn();
    for (const more of ['prompt=login', 'max_age=0']) {
      const url = `${await customer.signInUrl()}&${more}`;
      const { response } = await browser.follow(url, isApplication);
      expectPage(response, 200, /^Sign in to /);
    }
  });

  it('belongs to the other user after another user signs in', async () => {
    const browser = await signedIn();
    const make = build(server.store);
    const second = await make.user({ password: PASSWORD });
    const url = await customer.signInUrl({ login_hint: second.email });
    const person = { email: second.email, password: PASSWORD };
    const { id_token = '' } = await signInWithPassword(server, url, person, { browser });
    expect(claimsOf(id_token)['email']).toBe(second.email);
    const again = await browser.follow(await customer.signInUrl(), isApplication);
    expect(claimsOf(readResult(again.url).id_token ?? '')['email']).toBe(second.email);
  });

  it('ends when the user is disabled', async () => {
    const browser = await signedIn();
    await updateRow(server, 'license_users', customer.user.id, { enabled: false });
    try {
      const { response } = await browser.follow(await customer.signInUrl(), isApplication);
      expectPage(response, 200, /^Sign in to /);
    } finally {
      await updateRow(server, 'license_users', customer.user.id, { enabled: true });
    }
  });

  it('ends after eight hours', async () => {
    const browser = await signedIn();
    server.clock.advance(8 * HOUR + 1_000);
    try {
      const { response } = await browser.follow(await customer.signInUrl(), isApplication);
      expectPage(response, 200, /^Sign in to /);
    } finally {
      server.clock.advance(-8 * HOUR - 1_000);
    }
  });

  it('is not used for an account with a provider, which is asked each time', async () => {
    const browser = new UserAgent();
    await signIn(await oidcCustomer.signInUrl(), browser);
    await signIn(await oidcCustomer.signInUrl(), browser);
    expect(provider.count('authorize')).toBe(2);
    provider.back = { code: undefined, error: 'access_denied' };
    const { response } = await browser.follow(await oidcCustomer.signInUrl(), isApplication);
    expectPage(response, 403, 'Sign-in was refused');
  });
});

describe('the sign-in page', () => {
  it('shows the same error for a wrong password, an unknown user and a disabled user', async () => {
    const make = build(server.store);
    const disabled = await make.user({ password: PASSWORD, enabled: false });
    const withoutPassword = await make.user({});
    const pages = [];
    for (const form of [
      { password: 'wrong' },
      { password: PASSWORD.toUpperCase() },
      { password: `${PASSWORD} ` },
      { password: '' },
      { email: 'stranger@customer.test' },
      { email: disabled.email },
      { email: withoutPassword.email },
      { email: withoutPassword.email, password: '' },
      { email: '' },
    ]) {
      const opened = await openForm();
      const response = await submit(opened, form);
      expectPage(response, 400, /^Sign in to /);
      pages.push(
        response.text
          .replace(/value="[^"]*"/, '')
          .replace(/action="[^"]*"/g, '')
          .replace(/Request id: <code>.*?</, '')
          .replace(/autofocus/g, ''),
      );
    }
    expect(new Set(pages).size).toBe(1);
    expect(pages[0]).toContain('The e-mail address or the password is wrong.');
  });

  it('accepts the right password after a wrong one', async () => {
    const opened = await openForm();
    await submit(opened, { password: 'wrong' });
    const response = await submit(opened, {});
    const { url } = await opened.browser.follow(opened.url, isApplication, response);
    expect(isApplication(url)).toBe(true);
  });

  it('does not show a password again', async () => {
    const { text } = await submit(await openForm(), { password: 'a-wrong-password' });
    expect(text).not.toContain('a-wrong-password');
  });

  it('redirects to the application with access_denied when the user cancels', async () => {
    for (const response_type of ['token', 'code']) {
      const opened = await openForm({ response_type, state: 'of-the-application' });
      const action = actionOf(opened.response.text, 'Cancel');
      const answer = await opened.browser.post(new URL(action, opened.url).href, { cancel: '1' });
      const { url } = await opened.browser.follow(opened.url, isApplication, answer);
      expect(readResult(url).params).toMatchObject({
        error: 'access_denied',
        state: 'of-the-application',
      });
    }
  });

  it('is refused once the account or its connection is disabled', async () => {
    const gone = await createCustomer(
      server,
      { kind: 'password' },
      { with: customer, user: customer.user },
    );
    const opened = await openForm({}, gone);
    await updateRow(server, 'customer_accounts', gone.id, { enabled: false });
    expectPage(await submit(opened, {}), 403, 'Sign-in was refused');
    await updateRow(server, 'customer_accounts', gone.id, { enabled: true });
    await server.store.connections.set(gone.id, {
      kind: 'password',
      enabled: false,
      default_response_type: 'token',
      allow_implicit: true,
    });
    expectPage(await submit(opened, {}), 403, 'Sign-in was refused');
  });

  it('refuses a form that is larger than needed', async () => {
    const response = await submit(await openForm(), { password: 'x'.repeat(100_000) });
    expectPage(response, 413, 'This did not work');
  });
});

describe('signing out in a browser without scripts', () => {
  it('asks, ends the session and confirms it', async () => {
    const browser = await signedIn();
    const page = await signOutPage(browser);
    expect(page.text).toContain('form="op.logoutForm" value="yes" name="logout">Sign out</button>');
    const answer = await submitForm(browser, page, 'op.logoutForm', { logout: 'yes' });
    const { response } = await browser.follow(
      `${server.url}/oidc/session/end/confirm`,
      undefined,
      answer,
    );
    expectPage(response, 200, 'You are signed out');

    const next = await browser.follow(await customer.signInUrl(), isApplication);
    expectPage(next.response, 200, /^Sign in to /);
  });

  it('says so too when the form is sent twice', async () => {
    const browser = await signedIn();
    const page = await signOutPage(browser);
    await submitForm(browser, page, 'op.logoutForm', { logout: 'yes' });
    const second = await submitForm(browser, page, 'op.logoutForm', { logout: 'yes' });
    expectPage(second, 200, 'You are signed out');
  });

  it('keeps the session of a user who stays signed in, and confirms it', async () => {
    const browser = await signedIn();
    const page = await signOutPage(browser);
    const answer = await submitForm(browser, page, 'op.logoutForm', {});
    const { response } = await browser.follow(
      `${server.url}/oidc/session/end/confirm`,
      undefined,
      answer,
    );
    expectPage(response, 200, 'You are still signed in');
    const next = await browser.follow(await customer.signInUrl(), isApplication);
    expect(isApplication(next.url)).toBe(true);
  });

  it('is refused without the token of the form, as from another site', async () => {
    const browser = await signedIn();
    await signOutPage(browser);
    for (const form of [{ logout: 'yes' }, { logout: 'yes', xsrf: 'guessed' }]) {
      const answer = await browser.post(`${server.url}/oidc/session/end/confirm`, form);
      expectPage(answer, 400, 'This sign-in cannot go on');
    }
    const next = await browser.follow(await customer.signInUrl(), isApplication);
    expect(isApplication(next.url)).toBe(true);
  });

  it.each([REDIRECT_URI, 'https://attacker.test/'])(
    'does not redirect to an address that is not registered: %s',
    async (uri) => {
      const query = new URLSearchParams({ post_logout_redirect_uri: uri, state: 'a' }).toString();
      for (const client of [`client_id=${customer.code}&`, 'client_id=nobody&', '']) {
        const url = `${server.url}/oidc/session/end?${client}${query}`;
        for (const browser of [new UserAgent(), await signedIn()]) {
          const { headers, text } = await browser.get(url);
          expect(headers['location']).toBeUndefined();
          expect(text).not.toContain(uri);
        }
      }
    },
  );
});

describeInBrowser('Chromium', () => {
  let chromium: Browser;

  beforeAll(async () => {
    chromium = await launchBrowser();
  });

  afterAll(() => chromium.close());

  it('signs in without scripts and sends no referrer', async () => {
    const page = await chromium.newPage({ javaScriptEnabled: false });
    const referers: Record<string, string | undefined> = {};
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      referers[pathname] = request.headers()['referer'];
    });
    const { redirectUri, close } = await startRedirectTarget();
    await page.goto(await customer.signInUrl({ redirect_uri: redirectUri }));
    await page.fill('#email', customer.user.email);
    await page.fill('#password', PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Thank you').waitFor();
    close();
    expect(Object.keys(referers)).toEqual(expect.arrayContaining(['/oidc/auth', '/callback']));
    expect(Object.values(referers).filter(Boolean)).toEqual([]);
    await page.close();
  });
});

interface OpenedForm {
  readonly browser: UserAgent;
  readonly url: string;
  readonly response: HttpResponse;
}

async function openForm(query: Record<string, string> = {}, of = customer): Promise<OpenedForm> {
  const browser = new UserAgent();
  return { browser, ...(await browser.follow(await of.signInUrl(query), isApplication)) };
}

function submit(opened: OpenedForm, form: Record<string, string>): Promise<HttpResponse> {
  const { email } = customer.user;
  return opened.browser.post(opened.url, { email, password: PASSWORD, ...form });
}

function signInAt(of: TestCustomer, url: string, browser: UserAgent) {
  const person = { email: of.user.email, password: PASSWORD };
  return of === oidcCustomer
    ? signIn(url, browser)
    : signInWithPassword(server, url, person, { browser });
}

async function signInWith(
  of: TestCustomer,
  browser: UserAgent,
  query: Record<string, string> = {},
) {
  return signInAt(of, await of.signInUrl(query), browser);
}

/** A browser with a session of the first customer. */
async function signedIn(): Promise<UserAgent> {
  const browser = new UserAgent();
  await signInWith(customer, browser);
  return browser;
}

function signOutPage(browser: UserAgent): Promise<HttpResponse> {
  return browser.get(`${server.url}/oidc/session/end`);
}

/** Submits a form of a page by its id: with its hidden fields, and the button that was pressed. */
function submitForm(
  browser: UserAgent,
  { text }: HttpResponse,
  id: string,
  button: Record<string, string>,
): Promise<HttpResponse> {
  const form = new RegExp(`<form id="${id}".*?</form>`, 's').exec(text)?.[0] ?? '';
  const action = /action="([^"]*)"/.exec(form)?.[1] ?? '';
  const hidden = [...form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)];
  const fields = Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value]));
  return browser.post(action, { ...fields, ...button });
}

async function refusedPage(): Promise<HttpResponse> {
  provider.claims = { email_verified: false };
  return (await new UserAgent().follow(await oidcCustomer.signInUrl(), isApplication)).response;
}

async function unreachablePage(): Promise<HttpResponse> {
  provider.takeovers.token = (request) => request.socket.destroy();
  return (await new UserAgent().follow(await oidcCustomer.signInUrl(), isApplication)).response;
}

function claimsOf(token: string): Record<string, unknown> {
  const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
  return JSON.parse(payload) as Record<string, unknown>;
}
