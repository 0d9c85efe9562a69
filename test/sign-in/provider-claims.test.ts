import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import type { UserRefusalCause } from '../../src/connections/user-refusal.ts';
import type { OidcSettings } from '../../src/rules/oidc-connection.ts';
import { createCustomer, isAt, readResult, type TestCustomer } from '../support/customer.ts';
import { expectPage } from '../support/hosted-page.ts';
import { type Claims, IdentityProvider } from '../support/identity-provider.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';

const ALICE = 'alice@acme.test';

/** What a provider sends: in the id token, at userinfo (undefined where it has none), and as the granted scope. */
interface Sent {
  readonly idToken: Claims;
  readonly userinfo?: Claims;
  readonly scope?: string;
}
type Settings = Partial<OidcSettings>;
/** What comes of it: the address, or why not. */
type Outcome = typeof ALICE | { readonly refused: UserRefusalCause };
type Row = readonly [provider: string, sent: Sent, settings: Settings, outcome: Outcome];

const refused = (cause: UserRefusalCause) => ({ refused: cause });
const both = (claims: Claims): Sent => ({ idToken: claims, userinfo: claims });
const email = ALICE;

const ENTRA = { idToken: { email, preferred_username: ALICE, tid: 'a tenant', ver: '2.0' } };
const ENTRA_NO_MAIL = { idToken: { tid: 'a tenant', ver: '2.0' } };
const ENTRA_PROFILE = { idToken: { preferred_username: ALICE, upn: ALICE } };
const B2C = { idToken: { emails: [ALICE], tfp: 'B2C_1_sign_in' } };
const OKTA_ORG = { idToken: { email, ver: 1 }, userinfo: { email, email_verified: true } };
const OKTA_DIRECTORY = { idToken: { email, ver: 1 }, userinfo: { email, email_verified: false } };
const GOOGLE = { idToken: { email, email_verified: true, hd: 'acme.test' } };
const KEYCLOAK_LDAP = both({ email, email_verified: false });
const ADFS = { idToken: { upn: ALICE, unique_name: 'ACME\\alice' }, userinfo: {} };
const AUTHENTIK = both({ email, email_verified: false, groups: ['users', 'licensed'] });
const LEMON = { idToken: {}, userinfo: { email } };
const GLEWLWYD = both({ email });

/** The shapes of claims that providers are known to send. */
const ROWS: readonly Row[] = [
  ['Entra ID', ENTRA, {}, refused('email_verification_unstated')],
  ['Entra ID', ENTRA, { trust: 'unstated' }, ALICE],
  [
    'Entra ID, somebody without mail',
    ENTRA_NO_MAIL,
    { trust: 'unstated' },
    refused('email_missing'),
  ],
  [
    'Entra ID, somebody without mail',
    ENTRA_PROFILE,
    { trust: 'unstated' },
    refused('email_missing'),
  ],
  ...(['preferred_username', 'upn'] as const).map((emailClaim): Row => [
    ...(['Entra ID, somebody without mail', ENTRA_PROFILE] as const),
    ...([{ trust: 'unstated', email_claim: emailClaim, scopes: ['profile'] }, ALICE] as const),
  ]),
  ...([true, '1', 'True', 1] as const).map((xms_edov): Row => [
    ...(['Entra ID with xms_edov', { idToken: { ...ENTRA.idToken, xms_edov } }] as const),
    ...([{ trust: 'unstated', required_claims: { xms_edov: 'true' } }, ALICE] as const),
  ]),
  ...([false, '0', 'False', 0, 'yes', 2] as const).map((xms_edov): Row => [
    ...(['Entra ID with xms_edov', { idToken: { ...ENTRA.idToken, xms_edov } }] as const),
    { trust: 'unstated', required_claims: { xms_edov: 'true' } },
    refused('required_claim_different'),
  ]),
  [
    ...(['Entra ID without xms_edov', ENTRA] as const),
    { trust: 'unstated', required_claims: { xms_edov: 'true' } },
    refused('required_claim_missing'),
  ],
  ['Azure AD B2C', B2C, { trust: 'unstated' }, refused('email_missing')],
  ['Azure AD B2C', B2C, { trust: 'unstated', email_claim: 'emails' }, ALICE],
  [
    ...(['Azure AD B2C, two addresses', { idToken: { emails: [ALICE, 'b@acme.test'] } }] as const),
    ...([{ trust: 'unstated', email_claim: 'emails' }, refused('email_missing')] as const),
  ],
  ['Okta, org server', OKTA_ORG, {}, ALICE],
  ['Okta, org server, directory', OKTA_DIRECTORY, {}, refused('email_not_verified')],
  ['Okta, org server, directory', OKTA_DIRECTORY, { trust: 'managed' }, ALICE],
  ['Okta, custom server', { idToken: {}, userinfo: { email, email_verified: true } }, {}, ALICE],
  ['Google', GOOGLE, {}, ALICE],
  ['Google', GOOGLE, { required_claims: { hd: 'acme.test' } }, ALICE],
  ['Google', GOOGLE, { required_claims: { hd: 'Acme.test ' } }, ALICE],
  [
    ...(['Google', GOOGLE, { required_claims: { hd: 'other.test' } }] as const),
    refused('required_claim_different'),
  ],
  [
    ...(['Google, a private account', { idToken: { email, email_verified: true } }] as const),
    ...([{ required_claims: { hd: 'acme.test' } }, refused('required_claim_missing')] as const),
  ],
  ['Apple', { idToken: { email, email_verified: 'true' } }, { response_mode: 'query' }, ALICE],
  ['Keycloak', both({ email, email_verified: true }), {}, ALICE],
  ['Keycloak, from LDAP', KEYCLOAK_LDAP, {}, refused('email_not_verified')],
  ['Keycloak, from LDAP', KEYCLOAK_LDAP, { trust: 'unstated' }, refused('email_not_verified')],
  ['Keycloak, from LDAP', KEYCLOAK_LDAP, { trust: 'managed' }, ALICE],
  ['AD FS', ADFS, { trust: 'unstated' }, refused('email_missing')],
  ['AD FS', ADFS, { trust: 'unstated', email_claim: 'upn' }, ALICE],
  ['AD FS', ADFS, { trust: 'unstated', email_claim: 'unique_name' }, refused('email_missing')],
  ['Auth0', both({ email, email_verified: true }), {}, ALICE],
  ['OneLogin', { idToken: { email } }, {}, refused('email_verification_unstated')],
  ['OneLogin', { idToken: { email } }, { trust: 'unstated' }, ALICE],
  ['JumpCloud', { idToken: { email, email_verified: true } }, {}, ALICE],
  ['PingOne', { idToken: {}, userinfo: { email, email_verified: true } }, {}, ALICE],
  ['authentik', AUTHENTIK, {}, refused('email_not_verified')],
  ['authentik', AUTHENTIK, { trust: 'unstated' }, refused('email_not_verified')],
  ['authentik', AUTHENTIK, { trust: 'managed' }, ALICE],
  [
    ...(['authentik, a group', AUTHENTIK] as const),
    ...([{ trust: 'managed', required_claims: { groups: 'licensed' } }, ALICE] as const),
  ],
  [
    ...(['authentik, a group', AUTHENTIK] as const),
    { trust: 'managed', required_claims: { groups: 'admins' } },
    refused('required_claim_different'),
  ],
  ['Authelia', { idToken: {}, userinfo: { email, email_verified: true } }, {}, ALICE],
  ['Cognito', { idToken: { email, email_verified: true } }, {}, ALICE],
  ['Cognito', { idToken: {}, userinfo: { email, email_verified: 'true' } }, {}, ALICE],
  ['LemonLDAP::NG', LEMON, {}, refused('email_verification_unstated')],
  ['LemonLDAP::NG', LEMON, { trust: 'unstated' }, ALICE],
  ['glewlwyd', GLEWLWYD, {}, refused('email_verification_unstated')],
  ['glewlwyd', GLEWLWYD, { trust: 'unstated' }, ALICE],
  ['glewlwyd, not granted', { ...both({}), scope: 'openid' }, {}, refused('email_declined')],
  [
    'glewlwyd, not granted',
    { ...both({}), scope: 'openid' },
    { trust: 'managed' },
    refused('email_declined'),
  ],
  ['better-auth', { idToken: { email, email_verified: true } }, {}, ALICE],
  ['better-auth', { idToken: { email, email_verified: false } }, {}, refused('email_not_verified')],
];

/** The same, where providers write it in other ways, and where somebody would gain by it. */
const SPELLINGS: readonly Row[] = [
  ...([true, 'true', 'True', ' TRUE ', 1, '1'] as const).map((email_verified): Row => [
    'verified',
    { idToken: { email, email_verified } },
    {},
    ALICE,
  ]),
  ...([false, 'false', 'False', 0, '0', 'yes', [true], {}, 2] as const).map(
    (email_verified): Row => [
      ...(['not verified', { idToken: { email, email_verified } }] as const),
      ...([{ trust: 'unstated' }, refused('email_not_verified')] as const),
    ],
  ),
  ...([undefined, null, ''] as const).map((email_verified): Row => [
    ...(['not stated', { idToken: { email, email_verified } }] as const),
    ...([{}, refused('email_verification_unstated')] as const),
  ]),
  ...([undefined, null, '', ' ', [], 7, {}, [{}], 'alice', 'a b@acme.test'] as const).map(
    (address): Row => [
      ...(['no address', { idToken: { email: address, email_verified: true } }] as const),
      ...([{ trust: 'managed' }, refused('email_missing')] as const),
    ],
  ),
  ...([` ${ALICE}\n`, 'ALICE@Acme.test', [ALICE]] as const).map((address): Row => [
    'an address',
    { idToken: { email: address, email_verified: true } },
    {},
    ALICE,
  ]),
  [
    'an address too long',
    { idToken: { email: `${'a'.repeat(320)}@acme.test`, email_verified: true } },
    {},
    refused('email_missing'),
  ],
  [
    'no subject',
    { idToken: { sub: '', email, email_verified: true } },
    {},
    refused('subject_missing'),
  ],
  [
    'verified in one document, the address in the other',
    { idToken: { email_verified: true }, userinfo: { email } },
    ...([{}, refused('email_verification_unstated')] as const),
  ],
  [
    'verified at userinfo for another address than that of the id token',
    { idToken: { email: 'mallory@acme.test' }, userinfo: { email, email_verified: true } },
    ...([{}, ALICE] as const),
  ],
  [
    'not verified in the id token, the address at userinfo',
    { idToken: { email_verified: false }, userinfo: { email } },
    ...([{ trust: 'unstated' }, refused('email_not_verified')] as const),
  ],
  [
    'verified in the id token, not at userinfo, which is not asked',
    { idToken: { email, email_verified: true }, userinfo: { email, email_verified: false } },
    ...([{}, ALICE] as const),
  ],
  [
    'a chosen claim that is missing is not replaced by email',
    { idToken: { email, email_verified: true }, userinfo: { email, email_verified: true } },
    ...([{ trust: 'unstated', email_claim: 'upn' }, refused('email_missing')] as const),
  ],
  [
    'not granted, where a chosen claim is missing',
    { idToken: {}, scope: 'openid' },
    ...([{ trust: 'unstated', email_claim: 'upn' }, refused('email_missing')] as const),
  ],
  ['granted, and missing', { idToken: {}, scope: 'openid email' }, {}, refused('email_missing')],
  ['a scope of no letters', { idToken: {}, scope: '' }, {}, refused('email_missing')],
  [
    'a required claim at userinfo',
    { idToken: { email, email_verified: true }, userinfo: { group: 7 } },
    ...([{ required_claims: { group: '7' } }, ALICE] as const),
  ],
  [
    'a required claim that the id token and userinfo state differently',
    { idToken: { email, group: 8 }, userinfo: { email, email_verified: true, group: 7 } },
    ...([{ required_claims: { group: '7' } }, refused('required_claim_different')] as const),
  ],
  [
    'a required claim called as every object has one',
    { idToken: { email, email_verified: true } },
    ...([{ required_claims: { constructor: 'x' } }, refused('required_claim_missing')] as const),
  ],
  [
    'one of two required claims',
    { idToken: { email, email_verified: true, a: '1' } },
    ...([{ required_claims: { a: '1', b: '1' } }, refused('required_claim_missing')] as const),
  ],
];

let server: TestServer;
let provider: IdentityProvider;
let customer: TestCustomer;
beforeAll(async () => {
  provider = await IdentityProvider.start();
  server = await startServer({ env: { LATCHKEY_PRIVATE_PROVIDERS: '127.0.0.1' } });
  customer = await createCustomer(server, provider.connection(), { email: ALICE });
});
afterAll(async () => {
  await server.close();
  await provider.close();
});

async function signInWith({ idToken, userinfo, scope }: Sent, settings: Settings) {
  provider.reset();
  provider.claims = { email: undefined, email_verified: undefined, ...idToken };
  provider.tokenResponse = { scope };
  provider.metadata = { userinfo_endpoint: userinfo && `${provider.url}/userinfo` };
  provider.userinfo = { sub: 'subject', ...userinfo };
  // Of another client for each: what was discovered of the provider is remembered.
  provider.clientId = `client-${(count += 1)}`;
  await server.store.connections.set(customer.id, {
    enabled: true,
    default_response_type: 'token',
    allow_implicit: true,
    ...provider.connection(settings),
  });
  return new UserAgent().follow(await customer.signInUrl(), isAt('http://127.0.0.1/callback'));
}
let count = 0;

/** How often sign-ins were refused for a cause: the same refusals of a minute are one entry, which counts them. */
async function refusalsFor(cause: string): Promise<number> {
  const filter = { action: 'signIn', outcome: 'refused', code: cause };
  const { items } = await server.store.audit.list(filter, { limit: 200 });
  return items.reduce((sum, { repeated }) => sum + 1 + repeated, 0);
}

describe.each([
  ['a provider that sends claims as', ROWS],
  ['claims:', SPELLINGS],
] as const)('%s', (_, rows) => {
  it.each(rows)('%s: %j, with %j, gives %j', async (_name, sent, settings, outcome) => {
    if (typeof outcome === 'string') {
      const { url } = await signInWith(sent, settings);
      expect(decodeJwt(readResult(url).id_token ?? '')).toMatchObject({ email: outcome });
      return;
    }
    const before = await refusalsFor(outcome.refused);
    const { response } = await signInWith(sent, settings);
    expectPage(response, 403, 'Sign-in was refused');
    expect(await refusalsFor(outcome.refused)).toBe(before + 1);
  });
});

it('userinfo is requested only when the ID token leaves something open', async () => {
  const asked = async (sent: Sent, settings: Settings) => {
    await signInWith(sent, settings);
    return provider.count('userinfo');
  };
  const verified = both({ email, email_verified: true });
  expect(await asked(verified, {})).toBe(0);
  expect(await asked(OKTA_ORG, {})).toBe(1);
  expect(await asked(OKTA_ORG, { trust: 'unstated' })).toBe(0);
  expect(await asked(OKTA_ORG, { trust: 'managed' })).toBe(0);
  expect(await asked(ADFS, { trust: 'unstated', email_claim: 'upn' })).toBe(0);
  expect(await asked(verified, { required_claims: { hd: 'acme.test' } })).toBe(1);
  expect(await asked({ idToken: { sub: '' }, userinfo: {} }, {})).toBe(0);
});

it('a connection for all tenants of Entra ID is refused, also when it was stored earlier', async () => {
  await server.store.connections.set(customer.id, {
    enabled: true,
    default_response_type: 'token',
    allow_implicit: true,
    ...provider.connection({ issuer: 'https://login.microsoftonline.com/organizations/v2.0' }),
  });
  const { response } = await new UserAgent().follow(await customer.signInUrl());
  expectPage(response, 403, 'Sign-in was refused');
});

it('a userinfo response for another user is refused', async () => {
  const answer = { sub: 'another', email, email_verified: true };
  const { response } = await signInWith({ idToken: {}, userinfo: answer }, { trust: 'managed' });
  expectPage(response, 403, 'Sign-in was refused');
});

describe('an ID token', () => {
  const now = () => Math.floor(server.clock.now().getTime() / 1_000);
  const verified = { email, email_verified: true };

  it.each<[string, () => Claims]>([
    ['for another client by its azp, when there is one audience', () => ({ azp: 'another' })],
    ['whose azp is empty', () => ({ azp: '' })],
    ['that was issued 5 minutes or more ahead of our clock', () => ({ iat: now() + 310 })],
    [
      'that was issued an hour ahead of our clock',
      () => ({ iat: now() + 3_600, exp: now() + 4_000 }),
    ],
  ])('is refused %s', async (_, claims) => {
    const idToken = { ...verified, ...claims() };
    const { response } = await signInWith({ idToken }, {});
    expectPage(response, 403, 'Sign-in was refused');
  });

  it.each<[string, () => Claims]>([
    ['for our client by its azp', () => ({ azp: `client-${count + 1}` })],
    ['that was issued 4 minutes ahead of our clock', () => ({ iat: now() + 240 })],
  ])('is accepted %s', async (_, claims) => {
    const { url } = await signInWith({ idToken: { ...verified, ...claims() } }, {});
    expect(decodeJwt(readResult(url).id_token ?? '')).toMatchObject({ email });
  });
});
