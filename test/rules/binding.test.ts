import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from '../support/build.ts';
import { createClient, type Credentials } from '../support/client.ts';
import { createCustomer, signIn, type TestCustomer } from '../support/customer.ts';
import { IdentityProvider, s256 } from '../support/identity-provider.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

type Proof = Record<string, unknown>;

const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const CHALLENGE = { code_challenge: s256(VERIFIER), code_challenge_method: 'S256' };
const REDIRECT_URI = 'http://127.0.0.1:51004/callback';

let server: TestServer;
let provider: IdentityProvider;
let own: TestCustomer;
/** Asks under the same API key for the same product, where the same person holds a license too. */
let otherAccount: TestCustomer;
let otherProduct: string;
let otherKey: Credentials;

beforeAll(async () => {
  provider = await IdentityProvider.start();
  server = await startServer({ env: { LATCHKEY_PRIVATE_PROVIDERS: provider.host } });
  const make = build(server.store);
  own = await createCustomer(server, provider.connection(), {
    redirectUris: ['http://127.0.0.1/callback', 'http://localhost/callback', 'https://app.test/cb'],
  });
  provider.claims = { email: own.user.email };
  otherAccount = await createCustomer(server, provider.connection(), { with: own, user: own.user });
  otherKey = await make.apiKey();

  const product = await make.product();
  otherProduct = product.code;
  const customerId = await make.customer(own.id);
  await make.license({ product_id: product.id, customer_id: customerId, userId: own.user.id });
});

afterAll(async () => {
  await server.close();
  await provider.close();
});

/** Every form that the result of a sign-in has, and what looks like it but nobody was given. */
const forms: Record<string, { get: (customer: TestCustomer) => Promise<Proof>; madeUp: Proof }> = {
  'an id token': {
    get: async (customer) => {
      const { id_token } = await signIn(await customer.signInUrl());
      return { id_token };
    },
    madeUp: { id_token: 'eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiI0MiJ9.c2lnbmF0dXJl' },
  },
  'an access token': {
    get: async (customer) => {
      const { access_token } = await signIn(await customer.signInUrl());
      return { id_token: access_token };
    },
    madeUp: { id_token: 'Zq2bW0v9mJQ8Yk3n5T7uX1aLcEoRrGhI' },
  },
  'a code': {
    get: async (customer) => {
      const { code } = await signIn(await customer.signInUrl({ response_type: 'code' }));
      return { code };
    },
    madeUp: { code: 'Q1mM0Yv7dQ0aJt2d9PzP3n6cXbHk5sWwR8uLgE4iVoT' },
  },
  'a code with PKCE': {
    get: async (customer) => {
      const url = await customer.signInUrl({ response_type: 'code', ...CHALLENGE });
      const { code } = await signIn(url);
      return { code, code_verifier: VERIFIER };
    },
    madeUp: { code: 'Q1mM0Yv7dQ0aJt2d9PzP3n6cXbHk5sWwR8uLgE4iVoT', code_verifier: VERIFIER },
  },
};

describe.each(['activateLicense', 'deactivateLicense', 'listUserLicenses'])(
  'at %s',
  (operation) => {
    describe.each(Object.keys(forms))('%s', (form) => {
      const { get, madeUp } = forms[form] as (typeof forms)[string];

      it('is accepted with the binding of the sign-in', async () => {
        await own.activate((await forms['an id token']?.get(own)) ?? {});
        expect(await present(operation, {}, await get(own))).toMatchObject({ status: 200 });
      });

      it('of another customer account is refused like an unknown one', async () => {
        const refusal = await present(operation, { account: own.code }, madeUp);
        expect(refusal.status).toBe(400);
        expect(await present(operation, { account: own.code }, await get(otherAccount))).toEqual(
          refusal,
        );
      });

      it('for another product is refused like an unknown one', async () => {
        const refusal = await present(operation, { product: otherProduct }, madeUp);
        expect(refusal.status).toBe(400);
        expect(await present(operation, { product: otherProduct }, await get(own))).toEqual(
          refusal,
        );
      });

      it('for another API key is refused like an unknown one', async () => {
        const refusal = await present(operation, { key: otherKey }, madeUp);
        expect(refusal.status).toBe(400);
        expect(await present(operation, { key: otherKey }, await get(own))).toEqual(refusal);
      });
    });
  },
);

describe('the redirect URI', () => {
  const accepted: [string, string | undefined, string | undefined][] = [
    ['was named at neither end', undefined, undefined],
    ['was not named, and the default is', undefined, 'http://127.0.0.1/callback'],
    ['is the one that was named', REDIRECT_URI, REDIRECT_URI],
  ];
  const refused: [string, string | undefined, string | undefined][] = [
    ['was named and is missing now', REDIRECT_URI, undefined],
    ['was the default, named, and is missing now', 'http://127.0.0.1/callback', undefined],
    ['was named and is another registered one now', REDIRECT_URI, 'https://app.test/cb'],
    ['was named and has another port now', REDIRECT_URI, 'http://127.0.0.1:51005/callback'],
    ['was named and has no port now', REDIRECT_URI, 'http://127.0.0.1/callback'],
    [
      'was named and has another loopback host now',
      REDIRECT_URI,
      'http://localhost:51004/callback',
    ],
    ['was named and has a query now', REDIRECT_URI, `${REDIRECT_URI}?`],
    ['was named and is written otherwise now', REDIRECT_URI, 'HTTP://127.0.0.1:51004/callback'],
    ['was not named and is a registered one now', undefined, 'https://app.test/cb'],
    ['was not named and is nowhere registered', undefined, 'https://attacker.test/cb'],
  ];
  const results = [
    ['id_token', {}],
    ['code', { response_type: 'code' }],
  ] as const;

  describe.each(results)('of a sign-in for an %s', (result, query) => {
    it.each(accepted)('is accepted: %s', async (_name, asked, now) => {
      expect(await activateWith(result, query, asked, now)).toBe('activated');
    });

    it.each(refused)('is refused: %s', async (_name, asked, now) => {
      const invalid = result === 'code' ? 'sso_code_invalid' : 'sso_token_invalid';
      expect(await activateWith(result, query, asked, now)).toBe(invalid);
    });
  });

  async function activateWith(
    result: 'id_token' | 'code',
    query: Record<string, string>,
    asked: string | undefined,
    now: string | undefined,
  ) {
    const url = await own.signInUrl({ ...query, ...(asked && { redirect_uri: asked }) });
    const { [result]: value } = await signIn(url);
    return (await own.activate({ [result]: value, ...(now && { redirect_uri: now }) })).code;
  }
});

describe('a code whose verifier', () => {
  const another = 'a'.repeat(43);

  it.each<[string, string, Record<string, string>, Proof]>([
    ['fits', 'activated', CHALLENGE, { code_verifier: VERIFIER }],
    ['is another', 'sso_code_invalid', CHALLENGE, { code_verifier: another }],
    ['is missing', 'sso_code_invalid', CHALLENGE, {}],
    ['is the challenge', 'sso_code_invalid', CHALLENGE, { code_verifier: s256(VERIFIER) }],
    ['has a letter too many', 'sso_code_invalid', CHALLENGE, { code_verifier: `${VERIFIER}a` }],
    ['is in upper case', 'sso_code_invalid', CHALLENGE, { code_verifier: VERIFIER.toUpperCase() }],
    ['belongs to a code without a challenge', 'sso_code_invalid', {}, { code_verifier: VERIFIER }],
  ])('%s leads to %s', async (_name, outcome, challenge, verifier) => {
    const { code } = await signIn(await own.signInUrl({ response_type: 'code', ...challenge }));
    expect((await own.activate({ code, ...verifier })).code).toBe(outcome);
  });

  it('belongs to another sign-in of the same user leads to sso_code_invalid', async () => {
    const verifiers = [VERIFIER, another];
    const codes = [];
    for (const verifier of verifiers) {
      const challenge = { ...CHALLENGE, code_challenge: s256(verifier) };
      codes.push(await signIn(await own.signInUrl({ response_type: 'code', ...challenge })));
    }
    const crossed = { code: codes[0]?.code, code_verifier: another };
    expect((await own.activate(crossed)).code).toBe('sso_code_invalid');
  });
});

it('a code that was sent to the wrong binding is used up', async () => {
  const proof = (await forms['a code']?.get(own)) ?? {};
  expect((await present('activateLicense', { product: otherProduct }, proof)).status).toBe(400);
  expect((await own.activate(proof)).code).toBe('sso_code_invalid');
});

it('a token that was sent to the wrong binding is still valid for the right one', async () => {
  const proof = (await forms['an id token']?.get(own)) ?? {};
  for (const place of [{ product: otherProduct }, { account: otherAccount.code }]) {
    expect((await present('activateLicense', place, proof)).status).toBe(400);
  }
  expect((await own.activate(proof)).code).toBe('activated');
});

async function present(
  operation: string,
  place: { account?: string; product?: string; key?: typeof otherKey },
  proof: Proof,
): Promise<{ status: number; body: unknown }> {
  const client = createClient(server, place.key ?? own.credentials);
  const fields = {
    product: place.product ?? own.product.code,
    customer_account_code: place.account ?? own.code,
    ...proof,
  };
  const isQuery = operation === 'listUserLicenses';
  const { status, body } = await client.call<unknown>(
    operation,
    isQuery ? { query: fields } : { body: { hardware_id: 'a-device', ...fields } },
  );
  return { status, body };
}
