import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createCustomer, type Outcome, signIn, type TestCustomer } from '../support/customer.ts';
import { IdentityProvider, s256 } from '../support/identity-provider.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { updateRow } from '../support/update-row.ts';

const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const CODE = { response_type: 'code' };
const PKCE = { ...CODE, code_challenge: s256(VERIFIER), code_challenge_method: 'S256' };
const REDIRECT_URI = 'http://127.0.0.1/callback';
const MINUTE = 60_000;

let server: TestServer;
let provider: IdentityProvider;
let customer: TestCustomer;
let advanced = 0;

beforeAll(async () => {
  provider = await IdentityProvider.start();
  server = await startServer({ env: { LATCHKEY_PRIVATE_PROVIDERS: provider.host } });
  customer = await createCustomer(server, provider.connection());
  provider.claims = { email: customer.user.email };
});

afterEach(() => {
  server.clock.advance(-advanced);
  advanced = 0;
});

afterAll(async () => {
  await server.close();
  await provider.close();
});

describe.each([
  ['without latency', false],
  ['with the latency of a network', true],
])('of 50 concurrent redemptions of one code, on a database %s,', (_name, isSlow) => {
  const restore: (() => void)[] = [];

  beforeAll(() => {
    if (isSlow) restore.push(slowDown('find'), slowDown('consume'));
  });

  afterAll(() => {
    for (const one of restore) one();
  });

  it('one succeeds at activation', async () => {
    const { code } = await signIn(await customer.signInUrl(CODE));
    const outcomes = await times(50, () => customer.activate({ code }));
    expect(successes(outcomes)).toBe(1);
    expect(new Set(outcomes.map((one) => one.code))).toEqual(
      new Set(['activated', 'sso_code_invalid']),
    );
  });

  it('one succeeds at the token endpoint', async () => {
    const { code } = await signIn(await customer.signInUrl(PKCE));
    const outcomes = await times(50, () => redeem({ code, code_verifier: VERIFIER }));
    expect(successes(outcomes)).toBe(1);
    expect(outcomes.filter(({ status }) => status === 400)).toHaveLength(49);
  });

  it('one succeeds when each endpoint gets half of them', async () => {
    const { code } = await signIn(await customer.signInUrl(PKCE));
    const proof = { code, code_verifier: VERIFIER };
    const outcomes = await times<{ status: number }>(50, (index) =>
      index % 2 === 0 ? customer.activate(proof) : redeem(proof),
    );
    expect(successes(outcomes)).toBe(1);
  });
});

describe('the token endpoint', () => {
  it('responds with tokens to a code with PKCE, and activation accepts the access token', async () => {
    const { code } = await signIn(await customer.signInUrl(PKCE));
    const { body } = await redeem({ code, code_verifier: VERIFIER });
    const { access_token, id_token } = body;
    expect(typeof id_token).toBe('string');
    expect((await customer.activate({ id_token: access_token })).code).toBe('activated');
  });

  it.each<[string, Record<string, string>, Record<string, unknown>]>([
    ['without a challenge', CODE, {}],
    ['without a challenge, although a verifier is sent', CODE, { code_verifier: VERIFIER }],
    ['without its verifier', PKCE, {}],
    ['with another verifier', PKCE, { code_verifier: 'a'.repeat(43) }],
    ['with the challenge for a verifier', PKCE, { code_verifier: s256(VERIFIER) }],
    [
      'for another redirect URI',
      PKCE,
      { code_verifier: VERIFIER, redirect_uri: 'http://127.0.0.1:1/callback' },
    ],
  ])('refuses a code %s', async (_name, query, form) => {
    const { code } = await signIn(await customer.signInUrl(query));
    expect(await redeem({ code, ...form })).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
  });

  it('refuses a code of another customer account like an unknown code', async () => {
    const other = await createCustomer(server, provider.connection(), { with: customer });
    const { code } = await signIn(await customer.signInUrl(PKCE));
    const proof = { client_id: other.code, code_verifier: VERIFIER };
    expect(await redeem({ ...proof, code })).toEqual(await redeem({ ...proof, code: 'nobodys' }));
  });

  it('refuses a code that activation has redeemed', async () => {
    const { code } = await signIn(await customer.signInUrl(PKCE));
    const proof = { code, code_verifier: VERIFIER };
    expect((await customer.activate(proof)).code).toBe('activated');
    expect((await redeem(proof)).status).toBe(400);
  });

  it('uses up a code, which activation then refuses', async () => {
    const { code } = await signIn(await customer.signInUrl(PKCE));
    const proof = { code, code_verifier: VERIFIER };
    expect((await redeem(proof)).status).toBe(200);
    expect((await customer.activate(proof)).code).toBe('sso_code_invalid');
  });
});

describe('a code', () => {
  it('is valid for 60 seconds', async () => {
    const { code } = await signIn(await customer.signInUrl(CODE));
    advance(58_000);
    expect((await customer.activate({ code })).code).toBe('activated');
  });

  it('is refused after 60 seconds', async () => {
    const { code } = await signIn(await customer.signInUrl(CODE));
    advance(61_000);
    expect((await customer.activate({ code })).code).toBe('sso_code_invalid');
  });

  it('is refused by the token endpoint after 60 seconds', async () => {
    const { code } = await signIn(await customer.signInUrl(PKCE));
    advance(61_000);
    expect((await redeem({ code, code_verifier: VERIFIER })).status).toBe(400);
  });

  it('gets the same response when it is unknown, used or expired', async () => {
    const used = await signIn(await customer.signInUrl(CODE));
    await customer.activate({ code: used.code });
    const expired = await signIn(await customer.signInUrl(CODE));
    advance(61_000);
    const codes = ['nobodys', used.code, expired.code];
    const outcomes = [];
    for (const code of codes) outcomes.push(await customer.activate({ code }));
    expect(new Set(outcomes.map((one) => JSON.stringify(one))).size).toBe(1);
  });

  it('is used up by listing licenses', async () => {
    const { code } = await signIn(await customer.signInUrl(CODE));
    expect((await list({ code })).status).toBe(200);
    expect((await list({ code })).status).toBe(400);
  });
});

describe.each(['id_token', 'access_token'] as const)('an %s', (name) => {
  const newToken = async () => (await signIn(await customer.signInUrl()))[name];

  it('is valid for 10 minutes', async () => {
    const id_token = await newToken();
    advance(10 * MINUTE - 2_000);
    expect((await customer.activate({ id_token })).code).toBe('activated');
  });

  it('is refused after 10 minutes', async () => {
    const id_token = await newToken();
    advance(10 * MINUTE + 1_000);
    expect((await customer.activate({ id_token })).code).toBe('sso_token_expired');
  });

  it('gets the same response again for the same device, and is refused for another one', async () => {
    const id_token = await newToken();
    expect((await customer.activate({ id_token })).code).toBe('activated');
    expect((await customer.activate({ id_token })).code).toBe('activated');
    const other = await customer.activate({ id_token, hardware_id: 'another-device' });
    expect(other.code).toBe('sso_token_used');
  });

  it('activates one of 50 devices that are sent at once', async () => {
    const id_token = await newToken();
    const outcomes = await times(50, (index) =>
      customer.activate({ id_token, hardware_id: `device-${index}` }),
    );
    expect(successes(outcomes)).toBe(1);
  });

  it('is not used up by listing licenses', async () => {
    const id_token = await newToken();
    expect((await list({ id_token })).status).toBe(200);
    expect((await list({ id_token })).status).toBe(200);
    const outcome = await customer.activate({ id_token });
    expect(outcome.code).toBe('activated');
  });
});

it('the two tokens of one sign-in activate one device, not one each', async () => {
  const { id_token, access_token } = await signIn(await customer.signInUrl());
  expect((await customer.activate({ id_token })).code).toBe('activated');
  const other = { id_token: access_token, hardware_id: 'another-device' };
  expect((await customer.activate(other)).code).toBe('sso_token_used');
});

describe('the result of a sign-in is refused', () => {
  const proofs = async (of: TestCustomer) => {
    const { id_token, access_token } = await signIn(await of.signInUrl());
    const { code } = await signIn(await of.signInUrl(CODE));
    return [{ id_token }, { id_token: access_token }, { code }];
  };

  it('once the customer account is disabled', async () => {
    const gone = await createCustomer(server, provider.connection(), { with: customer });
    const given = await proofs(gone);
    await updateRow(server, 'customer_accounts', gone.id, { enabled: false });
    for (const proof of given) {
      expect((await gone.activate(proof)).code).toBe('sso_not_configured');
    }
  });

  it('once the connection is disabled', async () => {
    const gone = await createCustomer(server, provider.connection(), { with: customer });
    const given = await proofs(gone);
    await server.store.connections.set(gone.id, {
      ...provider.connection(),
      enabled: false,
      default_response_type: 'token',
      allow_implicit: true,
    });
    for (const proof of given) {
      expect((await gone.activate(proof)).code).toBe('sso_not_configured');
    }
  });

  it('once the user is disabled', async () => {
    const given = await proofs(customer);
    await updateRow(server, 'license_users', customer.user.id, { enabled: false });
    try {
      for (const proof of given) {
        expect((await customer.activate(proof)).code).toBe('license_not_found');
      }
    } finally {
      await updateRow(server, 'license_users', customer.user.id, { enabled: true });
    }
  });
});

describe('a user who signed in and has no license', () => {
  const email = 'nobody@customer.test';

  it('gets an error at activation with the e-mail address and the product', async () => {
    provider.claims = { email };
    const { id_token } = await signIn(await customer.signInUrl());
    provider.claims = { email: customer.user.email };
    const { code, message } = await customer.activate({ id_token });
    expect(code).toBe('license_not_found');
    expect(message).toContain(email);
    expect(message).toContain(customer.product.code);
  });

  it('is not created by signing in', async () => {
    expect(await server.store.licenseUsers.findByEmail(email)).toBeUndefined();
  });

  it('does not get a license that was issued to another customer account', async () => {
    const other = await createCustomer(server, provider.connection(), { with: customer });
    const { id_token } = await signIn(await other.signInUrl());
    expect((await other.activate({ id_token })).code).toBe('license_not_found');
  });
});

/** Lets other requests in before and after: SQLite is done before anybody else gets a turn. */
function slowDown(name: 'find' | 'consume'): () => void {
  const { records } = server.store as { records: Record<string, (...args: never[]) => unknown> };
  const act = records[name]?.bind(records);
  if (act === undefined) throw new Error(`no ${name}`);
  const turn = () => new Promise((resolve) => setTimeout(resolve, 5));
  records[name] = async (...args) => {
    await turn();
    const result = await act(...args);
    await turn();
    return result;
  };
  return () => {
    records[name] = act;
  };
}

function advance(milliseconds: number): void {
  server.clock.advance(milliseconds);
  advanced += milliseconds;
}

function times<T>(count: number, act: (index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => act(index)));
}

function successes(outcomes: readonly { status: number }[]): number {
  return outcomes.filter(({ status }) => status === 200).length;
}

/** At the token endpoint, as an OpenID client. */
async function redeem(form: Record<string, unknown>): Promise<{
  status: number;
  body: Record<string, unknown>;
}> {
  const response = await fetch(`${server.url}/oidc/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: customer.code,
      redirect_uri: REDIRECT_URI,
      ...(form as Record<string, string>),
    }),
  });
  return {
    status: response.status,
    body: (await response.json()) as Record<string, unknown>,
  };
}

function list(proof: Record<string, unknown>): Promise<Pick<Outcome, 'status'>> {
  return customer.client.call('listUserLicenses', {
    query: {
      product: customer.product.code,
      customer_account_code: customer.code,
      ...(proof as Record<string, string>),
    },
  });
}
