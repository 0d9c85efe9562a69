import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createPublicKey, verify } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { createTwin } from '../../bench/twin.ts';
import { databaseOf } from '../../src/config/config.ts';
import { sealingOf } from '../../src/keys/secret-key-file.ts';
import { openBinding } from '../../src/rules/binding.ts';
import { build } from '../support/build.ts';
import { type Credentials, signedHeaders } from '../support/client.ts';
import { http } from '../support/http.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

const NOW = new Date('2026-06-01T12:00:00.000Z');
const HOUR = 3_600_000;
const QUERY = { product: 'app', customer_account_code: 'acme' };

let server: TestServer;
let database: DatabaseSync;
let listener: Server;
let apiKey: Credentials;
let limitedKey: Credentials;
let revokedKey: Credentials;

beforeAll(async () => {
  server = await startServer({ now: NOW });
  const make = build(server.store);
  apiKey = await make.apiKey();
  revokedKey = await make.apiKey({ revoked_at: NOW });
  await make.product({ code: 'app' });
  await make.product({ code: 'archived', archived: true });
  await make.product({ code: 'disabled', enabled: false });
  const key = await make.product({ code: 'key', authorization_method: 'license-key' });
  limitedKey = await make.apiKey({ product_ids: [key.id] });
  const redirect_uris = [
    { uri: 'http://127.0.0.1/b', is_default: true },
    { uri: 'https://a.example/callback', is_default: false },
  ];
  await make.account({ code: 'acme', redirect_uris });
  await make.account({ code: 'code-only', redirect_uris }, { allow_implicit: false });
  await make.account({ code: 'off', enabled: false });
  await make.account({ code: 'unconnected' }, null);

  database = new DatabaseSync(databaseOf(server.config), { readOnly: true });
  const { response, binding } = server.keys.current;
  const twin = createTwin({
    database,
    sealing: sealingOf(server.config),
    responseKey: response,
    bindingKey: binding[0],
    publicUrl: server.config.publicUrl,
    clock: () => server.clock.now(),
  });
  listener = createServer(twin).listen(0, '127.0.0.1');
  await once(listener, 'listening');
});

afterAll(async () => {
  listener.closeAllConnections();
  listener.close();
  database.close();
  await server.close();
});

interface Request {
  readonly query?: Record<string, string>;
  readonly by?: Credentials;
  readonly date?: Date;
}

/** The answers of the server and of the twin. */
function ask({ query = {}, by = apiKey, date = NOW }: Request) {
  const path = `/api/v4/sso_url?${String(new URLSearchParams({ ...QUERY, ...query }))}`;
  const headers = signedHeaders(by, date.toUTCString());
  const { port } = listener.address() as AddressInfo;
  return Promise.all(
    [server.url, `http://127.0.0.1:${port}`].map(async (origin) => {
      const { status, text, bytes, headers: got } = await http(origin + path, { headers });
      const signature = Buffer.from(String(got['licensesignature']), 'base64');
      const key = createPublicKey(server.keys.current.response);
      return {
        status,
        type: got['content-type'],
        isSigned: verify('sha256', bytes, key, signature),
        body: JSON.parse(text) as { url?: string; code?: string },
      };
    }),
  );
}

/** A sign-in URL with its binding in place of the sealed one. */
async function opened(url = '') {
  const { origin, pathname, searchParams } = new URL(url);
  const binding = await openBinding(server.keys.findBindingKey, searchParams.get('nonce'));
  return {
    place: origin + pathname,
    parameters: [...searchParams].filter(([name]) => name !== 'nonce'),
    names: [...searchParams.keys()],
    binding,
  };
}

describe('the twin of the benchmark', () => {
  it.each<Record<string, string>>([
    {},
    { redirect_uri: 'http://127.0.0.1:4711/b' },
    { redirect_uri: 'https://a.example/callback' },
    { customer_account_code: 'code-only', response_type: 'code' },
    {
      response_type: 'code',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
      state: 'a state & more',
      login_hint: 'user@acme.test',
    },
  ])('answers %j with the URL and the binding of the server, signed', async (query) => {
    const [ours, twins] = await ask({ query });
    expect(ours).toMatchObject({ status: 200, isSigned: true });
    expect(twins).toMatchObject({ status: 200, isSigned: true, type: ours?.type });
    const url = await opened(ours?.body.url);
    expect(url.binding).toBeDefined();
    expect(await opened(twins?.body.url)).toEqual(url);
  });

  it.each<[string, () => Request, string]>([
    [
      'a wrong signature',
      () => ({ by: { ...apiKey, shared_key: 'another' } }),
      'signature_mismatch',
    ],
    ['an old date', () => ({ date: new Date(NOW.getTime() - HOUR) }), 'date_header_diff'],
    ['a date in the future', () => ({ date: new Date(NOW.getTime() + HOUR) }), 'date_header_diff'],
    ['an unknown API key', () => ({ by: { ...apiKey, api_key: 'unknown' } }), 'invalid_api_key'],
    ['a revoked API key', () => ({ by: revokedKey }), 'revoked_api_key'],
    ['a key of other products', () => ({ by: limitedKey }), 'api_key_product_not_allowed'],
    ['an unknown product', () => ({ query: { product: 'unknown' } }), 'unknown_product'],
    ['a disabled product', () => ({ query: { product: 'disabled' } }), 'disabled_product'],
    ['an archived product', () => ({ query: { product: 'archived' } }), 'archived_product'],
    ['a product with license keys', () => ({ query: { product: 'key' } }), 'validation_error'],
    [
      'an unknown account',
      () => ({ query: { customer_account_code: 'unknown' } }),
      'customer_account_not_found',
    ],
    [
      'a disabled account',
      () => ({ query: { customer_account_code: 'off' } }),
      'sso_not_configured',
    ],
    [
      'an account without a connection',
      () => ({ query: { customer_account_code: 'unconnected' } }),
      'sso_not_configured',
    ],
    [
      'a grant that the account does not allow',
      () => ({ query: { customer_account_code: 'code-only', response_type: 'token' } }),
      'response_type_not_allowed',
    ],
    [
      'another redirect URI',
      () => ({ query: { redirect_uri: 'http://127.0.0.1/c' } }),
      'redirect_uri_not_allowed',
    ],
  ])('refuses %s as the server does, signed', async (_, request, code) => {
    const [ours, twins] = await ask(request());
    expect(ours?.body.code).toBe(code);
    const { status, isSigned, type } = ours ?? {};
    expect(twins).toMatchObject({ status, isSigned, type, body: { status, code } });
    expect(isSigned).toBe(true);
  });
});
