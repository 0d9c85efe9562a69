import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isUsableRedirectUri } from '../../src/rules/redirect-uri.ts';
import { build } from '../support/build.ts';
import { createClient, type Client } from '../support/client.ts';
import { http } from '../support/http.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

describe('isUsableRedirectUri', () => {
  it.each([
    'http://127.0.0.1/callback',
    'http://[::1]:8000/',
    'http://localhost',
    'https://app.example.com/callback',
    'com.example.app:/callback',
    'https://app.example.com/%C3%A9?a=%20b',
  ])('is true for %s', (uri) => expect(isUsableRedirectUri(uri)).toBe(true));
});

describe('isUsableRedirectUri of an unusable one', () => {
  it.each([
    'http://app.corp.example/callback',
    'https://localhost/callback',
    'https://user@app.example.com/',
    'https://app.example.com/#fragment',
    'https://app.example.com/#',
    'myapp:/callback',
    'javascript:alert(1)',
    'not a URI',
    'https://app.example.com/é',
    'https://app.example。com/callback',
    'https://app.example.com/call back',
    'https://app.example.com/call\nback',
    ' https://app.example.com/callback',
  ])('is false for %s', (uri) => expect(isUsableRedirectUri(uri)).toBe(false));
});

describe('an account with unusable redirect URIs', () => {
  let server: TestServer;
  let client: Client;
  beforeAll(async () => {
    server = await startServer();
    client = createClient(server, await build(server.store).apiKey());
  });
  afterAll(() => server.close());

  async function queryFor(...uris: string[]) {
    const product = await build(server.store).product();
    const redirectUris = uris.map((uri, index) => ({ uri, is_default: index === 0 }));
    const account = await build(server.store).account({ redirect_uris: redirectUris });
    return { product: product.code, customer_account_code: account.code };
  }

  it('signs in with the others', async () => {
    const query = await queryFor('http://app.corp.example/cb', 'http://127.0.0.1/callback');
    const { body } = await client.call<{ url: string }>('getSsoUrl', { query });
    expect(new URL(body.url).searchParams.get('redirect_uri')).toBe('http://127.0.0.1/callback');
    expect((await http(body.url)).headers['location']).toContain('/sign-in/');
  });

  it('has no single sign-on when there are no others', async () => {
    const query = await queryFor('http://app.corp.example/cb', 'https://localhost/cb');
    expect((await client.refused('getSsoUrl', { query })).code).toBe('sso_not_configured');
  });
});
