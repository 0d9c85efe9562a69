import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseOf } from '../../src/config/config.ts';
import { createCustomer } from '../support/customer.ts';
import { openSession } from '../support/database.ts';
import { expectPage } from '../support/hosted-page.ts';
import { http } from '../support/http.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';

let server: TestServer;
let provider: IdentityProvider;
beforeAll(async () => {
  provider = await IdentityProvider.start();
  const env = {
    LATCHKEY_PRIVATE_PROVIDERS: provider.host,
    LATCHKEY_RATE_LIMITS: 'sign-in-url=5',
  };
  server = await startServer({ env });
});
afterAll(async () => {
  await server.close();
  await provider.close();
});

const HTML = [['Accept', 'text/html']] as const;

async function countRecords(): Promise<number> {
  const session = await openSession(databaseOf(server.config));
  const [row] = await session.query('select count(*) as n from records');
  await session.close();
  return Number(row?.['n']);
}

describe('signing out without a session', () => {
  it.each([
    ...['/oidc/session/end', '/oidc/session/end/', '/oidc/SESSION/end', '/oidc/session/end?a=b'],
    '/oidc/session/end?client_id=nobody',
  ])('%s sends the page, sets no cookie and stores nothing', async (path) => {
    const before = await countRecords();
    const strange = [...HTML, ['Cookie', 'latchkey_session=guessed']] as const;
    for (const headers of [HTML, strange]) {
      const answer = await http(server.url + path, { headers });
      expectPage(answer, 200, 'You are signed out');
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
    expect(await countRecords()).toBe(before);
  });
});

describe('a page of a sign-in with a provider', () => {
  it('that is opened too often is refused and stores nothing more', async () => {
    const customer = await createCustomer(server, provider.connection());
    const browser = new UserAgent();
    const { url } = await browser.follow(await customer.signInUrl(), (at) =>
      at.startsWith(`${server.url}/sign-in/`),
    );
    const open = () => browser.get(url);
    for (let opened = 0; opened < 5; opened += 1) expect((await open()).status).toBe(303);
    const before = await countRecords();
    for (let tried = 0; tried < 3; tried += 1) {
      expectPage(await open(), 429, 'Please wait a little');
    }
    expect(await countRecords()).toBe(before);
  });
});

describe('a resumed sign-in', () => {
  it.each([
    ...[
      '?client_id=acme',
      '?response_mode=form_post',
      '?a',
      '?redirect_uri=https://x.test&state=s',
    ],
  ])('is refused with parameters: %s', async (query) => {
    for (const path of ['/oidc/auth/nothing', '/oidc/AUTH/nothing/']) {
      const answer = await http(server.url + path + query, { headers: HTML });
      expectPage(answer, 400, 'This sign-in has expired');
      expect(answer.headers['location']).toBeUndefined();
    }
  });

  it('is refused without an interaction', async () => {
    expectPage(
      await http(`${server.url}/oidc/auth/nothing`, { headers: HTML }),
      ...([400, 'This sign-in has expired'] as const),
    );
  });
});

describe('a response of the issuer', () => {
  it.each([
    ['GET', '/oidc/auth/nothing'],
    ['GET', '/oidc/session/end/success'],
    ['POST', '/oidc/session/end/confirm'],
    ['GET', '/oidc/nothing'],
    ['GET', '/oidc/me'],
    ['POST', '/oidc/token'],
    ['GET', '/oidc/jwks'],
    ['GET', '/oidc/.well-known/openid-configuration'],
    ['DELETE', '/oidc/auth'],
  ])('runs no script and allows no frame: %s %s', async (method, path) => {
    for (const headers of [HTML, []]) {
      const answer = await http(server.url + path, { method, headers });
      expect(answer.headers['content-security-policy']).toMatch(/^default-src 'none'/);
      expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
      expect(answer.headers['x-frame-options']).toBe('DENY');
    }
  });
});
