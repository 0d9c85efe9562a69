import { generateKeyPairSync } from 'node:crypto';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { checkProvider } from '../../src/connections/check-provider.ts';
import { http } from '../support/http.ts';
import { type Endpoint, IdentityProvider } from '../support/identity-provider.ts';

let provider: IdentityProvider;
beforeAll(async () => {
  provider = await IdentityProvider.start();
});
beforeEach(() => provider.reset());
afterAll(() => provider.close());

const check = (
  issuer = provider.url,
  trusted: readonly string[] = [provider.host],
  clock = () => new Date(),
) => checkProvider(issuer, trusted, clock);
const failures = async (...given: Parameters<typeof check>) =>
  (await check(...given)).filter(({ result }) => result === 'failed');
const answer = (endpoint: Endpoint, status: number, headers: object, body: string) => {
  provider.takeovers[endpoint] = (_request, response) => {
    response.writeHead(status, { ...headers }).end(body);
  };
};
const json = { 'Content-Type': 'application/json' };

describe('the check of a provider', () => {
  it('passes a good provider, with a finding for each requirement', async () => {
    const checks = await check();
    expect(checks.filter(({ result }) => result !== 'ok')).toEqual([]);
    expect(checks.map(({ name }) => name)).toEqual([
      ...['issuer_url', 'address', 'reachable', 'clock', 'discovery', 'issuer', 'endpoints'],
      ...['code_flow', 'pkce', 'scopes', 'client_authentication', 'signing_algorithms'],
      ...['id_token_encryption', 'pushed_requests', 'request_objects', 'keys'],
    ]);
    expect(checks.every(({ message, cure }) => message !== '' && cure === null)).toBe(true);
  });

  it.each([
    'login.acme.test',
    'ftp://login.acme.test',
    'https://login.acme.test/?x',
    'https://login.acme.test/.well-known/openid-configuration',
  ])('sends no request for %s, which is not an issuer', async (issuer) => {
    expect(await check(issuer)).toEqual([
      {
        name: 'issuer_url',
        result: 'failed',
        message: expect.any(String),
        cure: expect.any(String),
        acts: 'vendor',
        provider_error: null,
        provider_description: null,
      },
    ]);
  });

  it('names the setting that allows private addresses and plain http', async () => {
    const [plain] = await failures(provider.url, []);
    expect(plain).toMatchObject({
      name: 'address',
      message: `${provider.host} uses plain http.`,
      cure: expect.stringContaining(`add ${provider.host} to LATCHKEY_PRIVATE_PROVIDERS`),
    });
    expect(provider.requests).toEqual([]);
    for (const issuer of ['https://10.0.0.1', 'https://localhost', 'https://[::1]:8443']) {
      const [forbidden] = await failures(issuer);
      expect(forbidden).toMatchObject({
        name: 'address',
        message: expect.stringContaining('is not on the public internet'),
        cure: expect.stringContaining(`add ${new URL(issuer).host} to LATCHKEY_PRIVATE_PROVIDERS`),
      });
    }
  });

  it('says that no server listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const host = `127.0.0.1:${port}`;
    expect(await failures(`http://${host}`, [host])).toMatchObject([
      { name: 'reachable', message: `No server listens at ${host} (ECONNREFUSED).` },
    ]);
  });

  it('stops waiting for a provider that does not respond', async () => {
    provider.takeovers.discovery = () => undefined;
    expect(await failures()).toMatchObject([
      { name: 'reachable', message: expect.stringContaining('did not respond in time') },
    ]);
  });

  it.each([
    [404, {}, '{}', 'responds with 404.'],
    [
      301,
      { Location: 'https://elsewhere.test/' },
      '',
      'responds with 301 and redirects to https://el',
    ],
    [
      200,
      { 'Content-Type': 'text/html' },
      '<h1>',
      'responds with text/html, not with a JSON object.',
    ],
    [200, json, 'not json', 'responds with application/json, not with a JSON object.'],
    [200, json, '[]', 'responds with application/json, not with a JSON object.'],
  ])('says what it got in place of the document: %i %j', async (status, headers, body, said) => {
    answer('discovery', status, headers, body);
    expect(await failures()).toMatchObject([
      { name: 'discovery', message: expect.stringContaining(said) },
    ]);
  });

  it.each([
    [-31_000, {}, false],
    [31_000, {}, false],
    [-29_000, {}, true],
    // Out of a cache, where it was for a minute.
    [-61_000, { Age: '60' }, true],
    [0, { Age: '60' }, false],
    [NaN, {}, true],
  ])('compares the clocks: %d ms, %j', async (difference, headers, ok) => {
    const { bytes } = await http(`${provider.url}/.well-known/openid-configuration`);
    const now = new Date('2026-01-02T03:04:05Z');
    const time = new Date(now.getTime() + difference);
    const date = Number.isNaN(difference) ? 'nonsense' : time.toUTCString();
    answer('discovery', 200, { ...json, ...headers, Date: date }, bytes.toString());
    const checks = await check(undefined, undefined, () => now);
    expect(checks.find(({ name }) => name === 'clock')).toMatchObject({
      result: ok ? 'ok' : 'failed',
    });
  });

  it('stops reading an endless response', async () => {
    answer('discovery', 200, json, ' '.repeat(1_100_000));
    expect(await failures()).toMatchObject([{ name: 'reachable' }]);
  });

  it.each([
    ['issuer', { issuer: 'https://another.test' }, 'https://another.test'],
    ['endpoints', { token_endpoint: undefined }, 'token_endpoint is missing'],
    ['endpoints', { token_endpoint: 'nowhere' }, 'token_endpoint is not a URL'],
    ['endpoints', { authorization_endpoint: 'http://a.test/' }, 'authorization_endpoint is not h'],
    ['endpoints', { authorization_endpoint: 'javascript:alert(1)' }, 'is not https'],
    ['code_flow', { response_types_supported: ['id_token'] }, 'lacks code'],
    ['code_flow', { grant_types_supported: ['implicit'] }, 'lacks authorization_code'],
    ['pkce', { code_challenge_methods_supported: ['plain'] }, 'lacks S256'],
    ['scopes', { scopes_supported: ['openid', 'profile'] }, 'lacks email'],
    [
      'client_authentication',
      { token_endpoint_auth_methods_supported: ['private_key_jwt'] },
      'private_key_jwt',
    ],
    [
      'signing_algorithms',
      { id_token_signing_alg_values_supported: ['HS256', 'HS384', 'HS512', 'none'] },
      'HS256',
    ],
    ['pushed_requests', { require_pushed_authorization_requests: true }, 'does not support'],
    ['request_objects', { require_signed_request_object: true }, 'does not support'],
  ])('finds a fault in %s: %j', async (name, metadata, said) => {
    provider.metadata = metadata;
    const found = await failures();
    expect(found).toMatchObject([{ name, message: expect.stringContaining(said) }]);
    expect(found[0]?.cure).toMatch(/\w/);
    expect(found[0]?.acts).toMatch(/^(vendor|company_it)$/);
  });

  it('passes a provider that can encrypt ID tokens', async () => {
    provider.metadata = { id_token_encryption_alg_values_supported: ['RSA-OAEP'] };
    const found = (await check()).find(({ name }) => name === 'id_token_encryption');
    expect(found).toMatchObject({
      result: 'ok',
      message: expect.stringContaining('must be off for this client'),
    });
  });

  it('sanitizes values of the document', async () => {
    provider.metadata = { scopes_supported: [`\u202eopenid\u009b${'x'.repeat(5_000)}`] };
    const [found] = await failures();
    expect(found?.message.length).toBeLessThan(300);
    expect(found?.message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it('accepts a document of any media type, as a sign-in does', async () => {
    const { text } = await http(`${provider.url}/.well-known/openid-configuration`);
    answer('discovery', 200, { 'Content-Type': 'text/plain' }, text);
    expect(await failures()).toEqual([]);
  });

  it('accepts keys with their own media type', async () => {
    const { text } = await http(`${provider.url}/keys`);
    answer('keys', 200, { 'Content-Type': 'application/jwk-set+json; charset=utf-8' }, text);
    expect(await failures()).toEqual([]);
  });

  it('passes a document without optional lists', async () => {
    provider.metadata = {
      response_types_supported: undefined,
      id_token_signing_alg_values_supported: undefined,
    };
    expect(await failures()).toEqual([]);
  });

  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 1_024 });
  const small = publicKey.export({ format: 'jwk' });
  it.each([
    ['no keys', { keys: [] }],
    ['no list', {}],
    ['one for encryption', { keys: [{ kty: 'RSA', use: 'enc', n: small.n, e: small.e }] }],
    ['a shared secret', { keys: [{ kty: 'oct', k: 'c2VjcmV0' }] }],
    ['one that is too small', { keys: [small] }],
    ['nonsense', { keys: [null, 1, { kty: 'RSA' }] }],
  ])('finds no usable key: %s', async (_, keySet) => {
    answer('keys', 200, json, JSON.stringify(keySet));
    expect(await failures()).toMatchObject([
      { name: 'keys', message: expect.stringMatching(/ has \d keys, none of them usable\.$/) },
    ]);
  });

  it('says why the keys cannot be fetched', async () => {
    answer('keys', 500, {}, '');
    expect(await failures()).toMatchObject([
      { name: 'keys', message: `${provider.url}/keys responds with 500.` },
    ]);
    provider.metadata = { jwks_uri: 'https://127.0.0.1/keys' };
    expect(await failures()).toMatchObject([
      { name: 'keys', message: '127.0.0.1 is not on the public internet.' },
    ]);
  });
});
