import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Request } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { BrowserUser } from '../support/browser-user.ts';
import { createCustomer, isAt, readResult, type TestCustomer } from '../support/customer.ts';
import { describeInBrowser } from '../support/describe-in-browser.ts';
import { expectPage } from '../support/hosted-page.ts';
import { http, type HttpResponse } from '../support/http.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { startRedirectTarget } from '../support/redirect-target.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';

const REDIRECT_URI = 'http://127.0.0.1/callback';
const EXPIRED = 'This sign-in has expired';

let server: TestServer;
let provider: IdentityProvider;
let customer: TestCustomer;

beforeAll(async () => {
  provider = await IdentityProvider.start();
  server = await startServer({ env: { LATCHKEY_PRIVATE_PROVIDERS: '127.0.0.1' } });
  customer = await createCustomer(server, provider.connection({ response_mode: 'form_post' }));
});
beforeEach(() => {
  provider.reset();
  provider.claims = { email: customer.user.email };
});
afterAll(async () => {
  await server.close();
  await provider.close();
});

/** A post from another site: it brings no cookie that is SameSite=Lax. */
function post(url: string, fields: URLSearchParams) {
  return http(url, {
    method: 'POST',
    headers: [
      ['Accept', 'text/html'],
      ['Content-Type', 'application/x-www-form-urlencoded'],
      ['Origin', provider.url],
    ],
    body: fields.toString(),
  });
}

/** The browser at the provider's page, and the form that the page would submit by itself. */
async function begin() {
  const browser = new UserAgent();
  const { response } = await browser.follow(await customer.signInUrl());
  const [, action = ''] = /action="([^"]+)"/.exec(response.text) ?? [];
  const inputs = response.text.matchAll(/name="([^"]+)" value="([^"]*)"/g);
  const fields = new URLSearchParams();
  for (const [, name = '', value = ''] of inputs) fields.append(name, value);
  return { browser, action, fields };
}

function locationOf({ headers }: HttpResponse): URL {
  return new URL(String(headers['location']), server.url);
}

describe('a callback that the browser posts (form_post)', () => {
  it('is redirected to a GET of the same path, where the cookie arrives, and signs the user in', async () => {
    const { browser, action, fields } = await begin();
    expect(provider.last('authorize').get('response_mode')).toBe('form_post');
    const answer = await post(action, fields);
    expect(answer.status).toBe(303);
    const location = locationOf(answer);
    expect(location.origin + location.pathname).toBe(action);
    const { url } = await browser.follow(location.href, isAt(REDIRECT_URI));
    const { id_token } = readResult(url);
    expect((await customer.activate({ id_token })).code).toBe('activated');
  });

  it('is not stored, not logged and not sent as a referrer', async () => {
    const { action, fields } = await begin();
    const { headers } = await post(action, fields);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    });
    expect(headers['set-cookie']).toBeUndefined();
    const logged = JSON.stringify(server.logs);
    for (const value of fields.values()) expect(logged).not.toContain(value);
  });

  it('keeps the parameters of a callback and drops all others', async () => {
    const { action } = await begin();
    const posted = new URLSearchParams({ code: 'a&b=c', state: 's' });
    posted.append('state', 't');
    posted.append('iss', 'https://i.test');
    posted.append('error_description', 'no\r\nway');
    posted.append('user', '{"name":"Alice"}');
    posted.append('id_token', 'i');
    const { searchParams } = locationOf(await post(action, posted));
    posted.delete('user');
    posted.delete('id_token');
    expect([...searchParams]).toEqual([...posted]);
  });

  it('is refused without the cookie of the browser that began the sign-in', async () => {
    const { action, fields } = await begin();
    const { href } = locationOf(await post(action, fields));
    expectPage(await new UserAgent().get(href), 400, EXPIRED);
  });

  it.each([5_990, 60_000, 70_000])('is refused with a code of %i characters', async (length) => {
    const { action } = await begin();
    const answer = await post(
      action,
      new URLSearchParams({ code: 'c'.repeat(length), state: 's' }),
    );
    expect(answer.status).toBe(413);
    expect(answer.headers['location']).toBeUndefined();
  });
});

describeInBrowser('a callback that Chromium posts from a provider on another site', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  it('arrives without the cookie, is redirected with it, and signs the user in', async () => {
    // 127.0.0.1 and localhost are two sites.
    expect(new URL(provider.url).hostname).not.toBe(new URL(server.url).hostname);
    const { tab } = await BrowserUser.start(browser);
    const requests: Request[] = [];
    tab.on('request', (request) => requests.push(request));
    const { redirectUri: redirect_uri, close } = await startRedirectTarget();
    await tab.goto(await customer.signInUrl({ redirect_uri }));
    await tab.getByText('Thank you').waitFor();
    close();
    const callbacks = requests.filter((one) => one.url().includes('/sign-in/callback/'));
    const sent = callbacks.map(async (request) => {
      const { cookie } = await request.allHeaders();
      return [request.method(), cookie !== undefined];
    });
    expect(await Promise.all(sent)).toEqual([
      ['POST', false],
      ['GET', true],
    ]);
    const { id_token } = readResult(tab.url());
    expect((await customer.activate({ id_token, redirect_uri })).code).toBe('activated');
  }, 60_000);
});

it('a connection without form_post asks for the callback by GET', async () => {
  const other = await createCustomer(server, provider.connection(), { with: customer });
  await new UserAgent().follow(await other.signInUrl(), isAt(REDIRECT_URI));
  expect(provider.last('authorize').has('response_mode')).toBe(false);
});

it('the authorization request has each scope of the connection once', async () => {
  const scopes = ['profile', 'email', 'allatclaims', 'profile'];
  const other = await createCustomer(server, provider.connection({ scopes }), { with: customer });
  await new UserAgent().follow(await other.signInUrl(), isAt(REDIRECT_URI));
  expect(provider.last('authorize').get('scope')).toBe('openid email profile allatclaims');
});
