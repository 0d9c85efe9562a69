import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { checkConnection } from '../../src/connections/check-connection.ts';
import type { ProviderCheck } from '../../src/connections/provider-check.ts';
import { DEFAULT_OIDC_SETTINGS, type OidcConnection } from '../../src/rules/oidc-connection.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { type OidcProvider, startOidcProvider } from '../support/oidc-provider.ts';

const redirectUri = 'https://licenses.example.com/sign-in/callback/acme';

type Name = ProviderCheck['name'];

async function check(connection: OidcConnection, uri = redirectUri) {
  const trial = { connection, account: 'acme', redirectUri: uri, privateProviders: ['127.0.0.1'] };
  const checks = await checkConnection(trial, () => new Date());
  return (name: Name) => checks.find((one) => one.name === name);
}

describe('the check of a client at oidc-provider', () => {
  let provider: OidcProvider;
  beforeAll(async () => {
    const client = { client_secret: 'the right secret', redirect_uris: [redirectUri] };
    provider = await startOidcProvider([
      { ...client, client_id: 'both' },
      {
        ...client,
        client_id: 'no-code',
        response_types: ['id_token'],
        grant_types: ['implicit'],
      },
      { ...client, client_id: 'pushes', require_pushed_authorization_requests: true },
    ]);
  });
  afterAll(() => provider.close());
  const connection = (over: Partial<OidcConnection> = {}): OidcConnection => ({
    ...DEFAULT_OIDC_SETTINGS,
    kind: 'oidc',
    issuer: provider.issuer,
    client_id: 'both',
    client_secret: 'the right secret',
    ...over,
  });

  it('passes with the registered client', async () => {
    const found = await check(connection());
    expect(found('client')).toMatchObject({
      result: 'ok',
      message: expect.stringContaining('as client_secret_basic'),
    });
    expect(found('redirect_uri')).toMatchObject({ result: 'ok' });
    expect(found('authorization_request')).toMatchObject({
      result: 'ok',
      provider_error: 'login_required',
    });
  });

  it.each([{ client_secret: 'wrong' }, { client_id: 'unknown' }])('fails with %j', async (over) => {
    const found = await check(connection(over));
    expect(found('client')).toMatchObject({
      result: 'failed',
      acts: 'vendor',
      provider_error: 'invalid_client',
      provider_description: expect.stringMatching(/\w/),
      cure: expect.stringContaining('latchkey connection update acme --client-id'),
    });
  });

  it('fails with a redirect URI that is not registered, and names it', async () => {
    const other = `${redirectUri}-2`;
    const found = await check(connection(), other);
    expect(found('client')).toMatchObject({ result: 'ok' });
    expect(found('redirect_uri')).toMatchObject({
      result: 'failed',
      acts: 'company_it',
      cure: expect.stringContaining(`register exactly ${other}`),
    });
    expect(found('authorization_request')).toBeUndefined();
  });

  it.each([
    ['no-code', 'response_type_refused'],
    ['pushes', 'par_required'],
  ])('finds what the client %s is not allowed', async (clientId, cause) => {
    const found = await check(connection({ client_id: clientId }));
    expect(found('redirect_uri')).toMatchObject({ result: 'ok' });
    expect(found('authorization_request')).toMatchObject({
      result: 'failed',
      acts: 'company_it',
      message: expect.stringContaining(cause),
    });
  });
});

describe('the check of a client', () => {
  let provider: IdentityProvider;
  beforeAll(async () => {
    provider = await IdentityProvider.start();
  });
  beforeEach(() => provider.reset());
  afterAll(() => provider.close());

  const clientOf = async (over: Partial<OidcConnection> = {}) =>
    (await check(provider.connection(over)))('client');
  const answers = (status: number, body: unknown) => {
    provider.takeovers.token = (_request, response) => json(response, status, body);
  };

  it('sends the redirect URI and a verifier like a sign-in, each time new ones', async () => {
    await clientOf();
    const tokenRequests = provider.requests.filter(({ endpoint }) => endpoint === 'token');
    expect(tokenRequests).toHaveLength(2);
    for (const { body } of tokenRequests) {
      expect(body.get('redirect_uri')).toBe(redirectUri);
      expect(body.get('grant_type')).toBe('authorization_code');
      expect(body.get('code_verifier')).toMatch(/^[\w-]{43,}$/);
    }
    expect(new Set(tokenRequests.map(({ body }) => body.get('code'))).size).toBe(2);
  });

  it('cannot tell when the provider checks the code before the secret', async () => {
    answers(400, { error: 'invalid_grant', error_description: 'malformed code' });
    expect(await clientOf({ client_secret: 'wrong' })).toMatchObject({
      result: 'unknown',
      provider_error: 'invalid_grant',
      message: expect.stringContaining('same response to a wrong secret'),
      cure: expect.stringContaining('latchkey connection test acme --sign-in'),
    });
  });

  it.each([
    [400, { error: 'invalid_request' }],
    [429, { error: 'slow_down' }],
    [500, { error: 'server_error' }],
    [503, 'nothing'],
    [404, {}],
    [200, { access_token: 'a', token_type: 'Bearer' }],
  ])('cannot tell after %d %j', async (status, body) => {
    answers(status, body);
    expect(await clientOf()).toMatchObject({ result: 'unknown', acts: 'vendor' });
  });

  it('cannot tell when the provider accepts a made-up code', async () => {
    provider.takeovers.token = (_request, response) => {
      const now = Math.floor(Date.now() / 1_000);
      const times = { iat: now, exp: now + 60, nonce: 'another', sub: 'somebody' };
      void provider
        .sign({ iss: provider.url, aud: provider.clientId, ...times })
        .then((id_token) =>
          json(response, 200, { access_token: 'a', token_type: 'Bearer', id_token }),
        );
    };
    expect(await clientOf()).toMatchObject({
      result: 'unknown',
      message: expect.stringContaining('accepts a random code'),
    });
  });

  it.each([
    // glewlwyd.
    [403, { error: 'unauthorized_client' }, 'vendor'],
    [401, {}, 'vendor'],
    [401, { error: 'invalid_client', error_description: 'AADSTS7000222: expired' }, 'company_it'],
    [400, { error: 'unauthorized_client', error_description: 'AADSTS700016: none' }, 'company_it'],
  ])('fails after %d %j', async (status, body, acts) => {
    answers(status, body);
    expect(await clientOf()).toMatchObject({ result: 'failed', acts });
  });

  it('knows the error codes of glewlwyd', async () => {
    let asked = 0;
    provider.takeovers.token = (_request, response) => {
      asked += 1;
      json(response, 403, { error: asked === 1 ? 'invalid_code' : 'unauthorized_client' });
    };
    expect(await clientOf()).toMatchObject({ result: 'ok' });
  });

  it('finds the only method that the provider accepts', async () => {
    provider.authMethod = 'client_secret_post';
    expect(await clientOf()).toMatchObject({
      result: 'ok',
      message: expect.stringContaining('--token-endpoint-auth-method client_secret_post'),
    });
  });

  it('fails when the connection has the other method, and says how to set it', async () => {
    provider.authMethod = 'client_secret_post';
    expect(await clientOf({ token_endpoint_auth_method: 'client_secret_basic' })).toMatchObject({
      result: 'failed',
      acts: 'vendor',
      cure: 'latchkey connection update acme --token-endpoint-auth-method client_secret_post',
    });
  });

  it('finds a method that the document does not list', async () => {
    provider.metadata = { token_endpoint_auth_methods_supported: ['client_secret_basic'] };
    provider.authMethod = 'client_secret_post';
    expect(await clientOf()).toMatchObject({
      result: 'failed',
      cure: expect.stringContaining('client_secret_post'),
    });
  });

  it('says why the provider does not respond', async () => {
    provider.metadata = { token_endpoint: 'https://10.0.0.1/token' };
    expect(await clientOf()).toMatchObject({
      result: 'failed',
      message: 'The token endpoint: 10.0.0.1 is not on the public internet.',
    });
  });

  it('sends no request to a provider that a sign-in would not use', async () => {
    provider.metadata = { issuer: 'https://another.test' };
    expect(await clientOf()).toBeUndefined();
    expect(provider.count('token') + provider.count('authorize')).toBe(0);
  });

  it('cuts the text of the provider and removes the secret from it', async () => {
    answers(401, {
      error: 'invalid_client',
      error_description: `${provider.clientSecret} \u202e${'x'.repeat(5_000)}`,
    });
    const said = (await clientOf())?.provider_description ?? '';
    expect(said.length).toBeLessThanOrEqual(1_000);
    expect(said).not.toContain(provider.clientSecret);
    expect(said).not.toContain('\u202e');
  });
});

describe('the check of a redirect URI', () => {
  let provider: IdentityProvider;
  beforeAll(async () => {
    provider = await IdentityProvider.start();
  });
  beforeEach(() => provider.reset());
  afterAll(() => provider.close());

  const found = (over: Partial<OidcConnection> = {}) => check(provider.connection(over));
  const answers = (status: number, headers: Record<string, string>, body = '') => {
    provider.takeovers.authorize = (_request, response) => {
      response.writeHead(status, headers).end(body);
    };
  };

  it('sends an authorization request without a user and follows no redirect', async () => {
    answers(302, { Location: `${provider.url}/userinfo` });
    await found({ scopes: ['profile'] });
    expect(Object.fromEntries(provider.last('authorize'))).toMatchObject({
      prompt: 'none',
      redirect_uri: redirectUri,
      scope: 'openid email profile',
      code_challenge_method: 'S256',
    });
    expect(provider.count('authorize')).toBe(1);
    expect(provider.count('userinfo')).toBe(0);
  });

  it.each([
    ['a page of its own', 200, {}, 'Sign in'],
    ['its own sign-in', 302, { Location: '/login' }, ''],
    ['another site', 302, { Location: 'https://elsewhere.test/sign-in/callback/acme' }, ''],
    ['a page that names the URI', 200, {}, `<p>${redirectUri} is not registered</p>`],
    ['a fault', 500, {}, 'redirect_uri'],
    ['no redirect', 302, {}, ''],
  ])('cannot tell: %s', async (_, status, headers, body) => {
    answers(status, headers, body);
    expect((await found())('redirect_uri')).toMatchObject({ result: 'unknown' });
  });

  it.each([403, 400, 404])(
    'is uncertain after %d without a word about the redirect URI',
    async (status) => {
      answers(status, {}, '<h1>No</h1>');
      expect((await found())('redirect_uri')).toMatchObject({
        result: 'unknown',
        message: expect.stringContaining('is probably not registered'),
        acts: 'company_it',
        cure: expect.stringContaining(redirectUri),
      });
    },
  );

  it('fails when the page says that it is not registered', async () => {
    answers(400, {}, '<p>Invalid parameter: redirect_uri</p>');
    expect((await found())('redirect_uri')).toMatchObject({ result: 'failed' });
  });

  it('passes with a response that is posted', async () => {
    expect((await found({ response_mode: 'form_post' }))('redirect_uri')).toMatchObject({
      result: 'ok',
    });
  });

  it('reads a response in the fragment too', async () => {
    answers(302, { Location: `${redirectUri}#error=invalid_scope` });
    const of = await found();
    expect(of('redirect_uri')).toMatchObject({ result: 'ok' });
    expect(of('authorization_request')).toMatchObject({
      result: 'failed',
      provider_error: 'invalid_scope',
    });
  });

  it('says why the authorization endpoint does not respond', async () => {
    provider.takeovers.authorize = (request) => request.socket.destroy();
    expect((await found())('redirect_uri')).toMatchObject({
      result: 'failed',
      message: expect.stringContaining('failed: '),
    });
  });
});

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
