import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createCustomer, isAt, type TestCustomer } from '../support/customer.ts';
import { expectPage } from '../support/hosted-page.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';

let server: TestServer;
let provider: IdentityProvider;
let customer: TestCustomer;
let oidcCustomer: TestCustomer;
const isApplication = isAt('http://127.0.0.1/callback');

beforeAll(async () => {
  provider = await IdentityProvider.start();
  server = await startServer({ env: { LATCHKEY_PRIVATE_PROVIDERS: provider.host } });
  customer = await createCustomer(server, { kind: 'password' });
  oidcCustomer = await createCustomer(server, provider.connection(), { with: customer });
});
beforeEach(() => provider.reset());
afterAll(async () => {
  await server.close();
  await provider.close();
});

const browserOf = (languages: string) =>
  new UserAgent({ headers: [['Accept-Language', languages]] });

describe('a page of a sign-in', () => {
  it.each([
    ['en-US,en;q=0.9', 'en', /^Sign in to /],
    ['de-AT,de;q=0.9,en;q=0.8', 'de', /^Bei .* anmelden/],
    ['fr', 'fr', /^Connexion à /],
    ['es-MX', 'es', /^Iniciar sesión en /],
    ['ja', 'ja', /にサインインして A product を利用$/],
    ['pt', 'en', /^Sign in to /],
  ])('is shown to a browser that accepts %s in %s', async (accepted, language, heading) => {
    const { response } = await browserOf(accepted).follow(await customer.signInUrl());
    expectPage(response, 200, heading);
    expect(response.text).toMatch(new RegExp(`^<!doctype html>\\s*<html lang="${language}"`));
    expect(response.headers['content-language']).toBe(language);
  });

  it('is shown in the language that the application asks for, on every page of the sign-in', async () => {
    const browser = browserOf('de');
    const { url, response } = await browser.follow(
      await customer.signInUrl({ ui_locales: 'pt-BR es-MX en' }),
    );
    expectPage(response, 200, /^Iniciar sesión en /);
    const wrong = await browser.post(url, { email: 'nobody@acme.test', password: 'wrong' });
    expectPage(wrong, 400, /^Iniciar sesión en /);
    expect(wrong.text).toContain('El correo electrónico o la contraseña no son correctos.');
    expectPage(await browser.get(url), 200, /^Iniciar sesión en /);
  });

  it('is shown in that language after the callback too, and the provider is asked for it', async () => {
    provider.claims = { email_verified: false };
    const browser = browserOf('de');
    const { response } = await browser.follow(
      await oidcCustomer.signInUrl({ ui_locales: 'fr-CA ja' }),
      isApplication,
    );
    expectPage(response, 403, 'Connexion refusée');
    expect(provider.last('authorize').get('ui_locales')).toBe('fr-CA ja');
  });

  it('is shown in that language when a URL is refused before the sign-in begins', async () => {
    const page = await browserOf('de').get(`${server.url}/oidc/auth?ui_locales=ja`);
    expectPage(page, 400, 'このサインインは期限切れです');
  });

  it('is shown in the language of the browser when none is asked for: signing out, not found', async () => {
    const browser = browserOf('de');
    expectPage(await browser.get(`${server.url}/oidc/session/end`), 200, 'Sie sind abgemeldet');
    expectPage(await browser.get(`${server.url}/nothing`), 404, 'Seite nicht gefunden');
    expectPage(await browser.get(server.url), 200, 'Latchkey läuft');
  });
});

it.each(['x'.repeat(257), 'de,en', 'de  en', 'de\n'])(
  'sso_url refuses ui_locales %j',
  async (ui_locales) => {
    await expect(customer.signInUrl({ ui_locales })).rejects.toThrow('validation_error');
  },
);
