import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type SignInCause, signInCauses } from '../../src/rules/sign-in-causes.ts';
import { texts } from '../../src/pages/texts/languages.ts';
import { createWriter } from '../../src/pages/texts/write.ts';
import { createCustomer, isAt, type TestCustomer } from '../support/customer.ts';
import { expectPage } from '../support/hosted-page.ts';
import { createSigningKey, IdentityProvider } from '../support/identity-provider.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';
import { updateRow } from '../support/update-row.ts';

const REDIRECT_URI = 'http://127.0.0.1/callback';

let server: TestServer;
let provider: IdentityProvider;
let customer: TestCustomer;

beforeAll(async () => {
  provider = await IdentityProvider.start();
  server = await startServer({ env: { LATCHKEY_PRIVATE_PROVIDERS: '127.0.0.1' } });
  customer = await createCustomer(server, provider.connection());
});

beforeEach(() => {
  provider.reset();
  provider.claims = { email: customer.user.email };
});

afterAll(async () => {
  await server.close();
  await provider.close();
});

type ErrorResponse = readonly [error: string, description?: string];

describe('an error response in the callback has a cause', () => {
  const cases: [SignInCause, ...ErrorResponse][] = [
    ['access_denied', 'access_denied'],
    ['access_denied', 'access_denied', 'AADSTS65004: User declined to consent'],
    ['person_not_assigned', 'access_denied', 'AADSTS50105: not assigned to a role'],
    ['person_not_assigned', 'access_denied', 'User is not assigned to the client application.'],
    ['consent_missing', 'consent_required'],
    ['consent_missing', 'invalid_client', 'AADSTS65001: The user has not consented'],
    ['consent_missing', 'access_denied', 'AADSTS90094: The grant requires admin permission.'],
    ['interaction_required', 'interaction_required'],
    ['interaction_required', 'login_required'],
    ['interaction_required', 'account_selection_required'],
    ['provider_trouble', 'server_error'],
    ['provider_trouble', 'temporarily_unavailable'],
    ['scope_refused', 'invalid_scope', 'requested scope is not allowed'],
    ['scope_refused', 'invalid_scope', 'AADSTS70011: The provided value for scope is not valid'],
    ['client_not_allowed', 'unauthorized_client', 'Client is not allowed to use this flow'],
    ['response_type_refused', 'unsupported_response_type'],
    ['response_type_refused', 'invalid_request', 'response_mode form_post is not supported'],
    ['par_required', 'invalid_request', 'Pushed Authorization Request must be used'],
    ['request_object_required', 'invalid_request', 'Request Object must be used by this client'],
    ['redirect_uri_refused', 'invalid_request', 'Invalid parameter: redirect_uri'],
    ['redirect_uri_refused', 'redirect_uri_mismatch'],
    ['request_refused', 'invalid_request', 'something else'],
    ['request_refused', 'an_error_of_its_own'],
    ['request_refused', 'constructor'],
  ];

  // Each with all of its columns: for one that is left out, Jest passes a callback.
  const rows = cases.map(([cause, error, description]) => [cause, error, description] as const);

  it.each(rows)('%s: %s %s', async (cause, error, description) => {
    provider.back = { code: undefined, error, error_description: description };
    await expectCause(cause, { error, description });
  });
});

describe('an error response of the token endpoint has a cause', () => {
  const cases: [SignInCause, number, ...ErrorResponse][] = [
    ['client_secret_refused', 401, 'invalid_client', 'AADSTS7000215: Invalid client secret'],
    ['client_secret_refused', 400, 'invalid_client'],
    ['client_secret_expired', 401, 'invalid_client', 'AADSTS7000222: keys are expired'],
    ['client_not_allowed', 400, 'unauthorized_client', 'AADSTS700016: Application not found'],
    ['code_refused', 400, 'invalid_grant', 'grant request is invalid'],
    ['consent_missing', 400, 'invalid_grant', 'AADSTS65001: has not consented'],
    ['request_refused', 400, 'invalid_request'],
  ];

  const rows = cases.map(
    ([cause, status, error, description]) => [cause, status, error, description] as const,
  );

  it.each(rows)('%s: %d %s %s', async (cause, status, error, description) => {
    const body = { error, error_description: description, error_uri: 'https://idp.test/e' };
    provider.takeovers.token = (_request, response) => json(response, status, body);
    await expectCause(cause, { error, description, uri: 'https://idp.test/e' });
  });

  it('client_secret_refused: 401 with a challenge after a failed basic authentication', async () => {
    const body = { error: 'invalid_client', error_description: 'no such client' };
    provider.takeovers.token = (_request, response) => {
      response.setHeader('WWW-Authenticate', 'Basic realm="idp", error="invalid_client"');
      json(response, 401, body);
    };
    await expectCause('client_secret_refused', {
      error: 'invalid_client',
      description: 'no such client',
    });
  });

  it('code_refused: secrets that the provider repeats are not logged or shown', async () => {
    const secrets: string[] = [];
    provider.takeovers.token = (_request, response) => {
      const sent = provider.last('token');
      const names = ['code', 'code_verifier', 'client_secret'];
      secrets.push(provider.clientSecret, ...names.map((name) => sent.get(name) ?? 'none'));
      const told = [...secrets, provider.last('authorize').get('state') ?? ''].join(' ');
      json(response, 400, { error: 'invalid_grant', error_description: `wrong: ${told}` });
    };
    const { response } = await new UserAgent().follow(await customer.signInUrl());
    const { items } = await server.store.audit.list({ action: 'signIn' }, { limit: 1 });
    expect(items[0]?.detail['provider_description']).toMatch(/^wrong: …/);
    const everywhere = [response.text, JSON.stringify(items), JSON.stringify(server.logs)];
    for (const secret of secrets.filter((one) => one !== 'none')) {
      for (const place of everywhere) expect(place).not.toContain(secret);
    }
  });

  const bare: [SignInCause, number, string][] = [
    ['client_secret_refused', 401, 'text/html'],
    ['request_refused', 403, 'text/html'],
    ['provider_trouble', 500, 'text/html'],
    ['provider_trouble', 503, 'application/json'],
  ];

  it.each(bare)('%s: %d %s without a code', async (cause, status, type) => {
    provider.takeovers.token = (_request, response) => {
      response.writeHead(status, { 'Content-Type': type }).end('<p>no</p>');
    };
    await expectCause(cause);
  });
});

describe('an invalid token response has a cause', () => {
  const claims: [SignInCause, string, () => object][] = [
    ['id_token_nonce', 'of another nonce', () => ({ nonce: 'another' })],
    ['id_token_nonce', 'without a nonce', () => ({ nonce: undefined })],
    ['id_token_issuer', 'of another issuer', () => ({ iss: 'https://another.test' })],
    ['id_token_issuer', 'without an issuer', () => ({ iss: undefined })],
    ['id_token_audience', 'for another client', () => ({ aud: 'another' })],
    ['id_token_audience', 'for several', () => ({ aud: [provider.clientId, 'another'] })],
    ['id_token_audience', 'without an audience', () => ({ aud: undefined })],
    ['id_token_times', 'that has ended', () => ({ exp: seconds(-3_600) })],
    ['id_token_times', 'without an end', () => ({ exp: undefined })],
    ['id_token_times', 'that begins later', () => ({ nbf: seconds(3_600) })],
    ['id_token_times', 'without the time of its making', () => ({ iat: undefined })],
    ['id_token_claims', 'without a subject', () => ({ sub: undefined })],
    ['id_token_claims', 'with a subject that is too long', () => ({ sub: 's'.repeat(300) })],
  ];

  it.each(claims)('%s: an ID token %s', async (cause, _what, claimsOf) => {
    provider.claims = { ...provider.claims, ...claimsOf() };
    await expectCause(cause);
  });

  it('id_token_signature: another key with the same kid', async () => {
    const key = await createSigningKey(provider.keys[0]?.kid);
    provider.idToken = (given) => provider.sign(given, { key });
    await expectCause('id_token_signature');
  });

  it('id_token_key: a kid that is not published', async () => {
    const key = await createSigningKey();
    provider.idToken = (given) => provider.sign(given, { key });
    await expectCause('id_token_key');
  });

  const tokens: [SignInCause, string, string][] = [
    [
      'id_token_algorithm',
      'signed with a shared secret',
      `${part({ alg: 'HS256' })}.${part({})}.x`,
    ],
    ['id_token_encrypted', 'of five parts', 'a.b.c.d.e'],
    ['id_token_claims', 'that is none', 'token'],
  ];

  it.each(tokens)('%s: an ID token %s', async (cause, _what, token) => {
    provider.idToken = () => token;
    await expectCause(cause);
  });

  it('id_token_missing: no ID token', async () => {
    provider.takeovers.token = (_request, response) =>
      json(response, 200, { access_token: 'a', token_type: 'Bearer' });
    await expectCause('id_token_missing');
  });

  it('answer_issuer: a callback with another issuer', async () => {
    provider.back = { iss: 'https://another.test' };
    await expectCause('answer_issuer');
  });

  it('userinfo_invalid: a userinfo response for another user', async () => {
    provider.metadata = { userinfo_endpoint: `${provider.url}/userinfo` };
    provider.claims = { email: undefined };
    provider.userinfo = { sub: 'another', email: customer.user.email };
    const of = await createCustomer(server, provider.connection({ issuer: `${provider.url}/` }));
    await expectCause('userinfo_invalid', undefined, of);
  });
});

describe('a provider that does not respond correctly has a cause', () => {
  it('provider_unreachable: the token endpoint closes the connection', async () => {
    provider.takeovers.token = ({ socket }) => void socket.destroy();
    await expectCause('provider_unreachable');
  });

  it('discovery_invalid: the document names another issuer', async () => {
    const stranger = await IdentityProvider.start();
    try {
      stranger.metadata = { issuer: 'https://another.test' };
      const of = await createCustomer(server, stranger.connection(), { with: customer });
      await expectCause('discovery_invalid', undefined, of);
    } finally {
      await stranger.close();
    }
  });
});

describe('a user who is refused has a cause', () => {
  it('person_disabled: a user who was disabled in Latchkey', async () => {
    const of = await createCustomer(server, provider.connection(), { with: customer });
    provider.claims = { email: of.user.email };
    await updateRow(server, 'license_users', of.user.id, { enabled: false });
    await expectCause('person_disabled', undefined, of);
  });
});

/** Signs in, and holds page, audit entry and log to be of the cause. */
async function expectCause(
  cause: SignInCause,
  says: Partial<Record<'error' | 'description' | 'uri', string | undefined>> = {},
  of = customer,
): Promise<void> {
  const { response } = await new UserAgent().follow(await of.signInUrl(), isAt(REDIRECT_URI));
  expectPage(response, signInCauses[cause].status, /^(Could not reach|Sign-in was refused)/);
  const account = await server.store.customerAccounts.findByCode(of.code);
  const { text } = createWriter('en', texts.en);
  const values = { account: account?.name ?? '', email: of.user.email };
  for (const part of ['reason', 'next'] as const) {
    expect(response.text).toContain(text(`refused.${cause}.${part}`, values));
  }
  if (says.error !== undefined) {
    const said = [says.error, says.description].filter((one) => one !== undefined).join(': ');
    expect(response.text).toContain(text('refused.said', { said }));
  }
  const { items } = await server.store.audit.list({ action: 'signIn' }, { limit: 1 });
  expect(items[0]).toMatchObject({ outcome: 'refused', code: cause, subject: { id: of.id } });
  const { detail } = items[0] ?? {};
  expect(detail?.['reason']).toEqual(expect.any(String));
  expect({
    error: detail?.['provider_error'],
    description: detail?.['provider_description'],
    uri: detail?.['provider_error_uri'],
  }).toEqual({ error: says.error, description: says.description, uri: says.uri });
  const line = server.logs.findLast(({ outcome }) => outcome === cause);
  expect(line).toMatchObject({ account: of.code });
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function seconds(fromNow: number): number {
  return Math.floor(Date.now() / 1_000) + fromNow;
}
