import { createHmac, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  createCustomer,
  isAt,
  readResult,
  signIn,
  type TestCustomer,
} from '../support/customer.ts';
import { actionOf, expectPage } from '../support/hosted-page.ts';
import { http, type HttpResponse } from '../support/http.ts';
import { type Claims, createSigningKey, IdentityProvider } from '../support/identity-provider.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';
import { updateRow } from '../support/update-row.ts';

const MINUTE = 60_000;
const REDIRECT_URI = 'http://127.0.0.1/callback';
const SETTINGS = { enabled: true, default_response_type: 'token', allow_implicit: true } as const;

let server: TestServer;
let provider: IdentityProvider;
let otherProvider: IdentityProvider;
let customer: TestCustomer;
/** Signs in at the other provider. */
let otherCustomer: TestCustomer;

beforeAll(async () => {
  provider = await IdentityProvider.start();
  otherProvider = await IdentityProvider.start();
  server = await startServer({ env: { LATCHKEY_PRIVATE_PROVIDERS: '127.0.0.1' } });
  customer = await createCustomer(server, provider.connection());
  otherCustomer = await createCustomer(server, otherProvider.connection());
});

beforeEach(() => {
  provider.reset();
  provider.claims = { email: customer.user.email };
  otherProvider.reset();
  otherProvider.claims = { email: otherCustomer.user.email };
});

afterAll(async () => {
  await server.close();
  await provider.close();
  await otherProvider.close();
});

it('a user of the provider signs in and activates', async () => {
  const { id_token } = await signIn(await customer.signInUrl());
  expect((await customer.activate({ id_token })).code).toBe('activated');
});

describe('the authorization request to the provider', () => {
  it('asks for a code with PKCE S256, and a new state and nonce each time', async () => {
    const requests: URLSearchParams[] = [];
    for (const query of [{}, {}, { response_type: 'code' }]) {
      await signIn(await customer.signInUrl(query));
      requests.push(provider.last('authorize'));
    }
    for (const request of requests) {
      expect(Object.fromEntries(request)).toEqual({
        client_id: provider.clientId,
        response_type: 'code',
        scope: 'openid email',
        redirect_uri: `${server.url}/sign-in/callback/${customer.code}`,
        code_challenge_method: 'S256',
        code_challenge: expect.stringMatching(/^[\w-]{43}$/),
        state: expect.stringMatching(/^[\w-]{43}$/),
        nonce: expect.stringMatching(/^[\w-]{43}$/),
      });
    }
    for (const name of ['code_challenge', 'state', 'nonce']) {
      expect(new Set(requests.map((request) => request.get(name))).size).toBe(3);
    }
    const [{ state, nonce }] = requests.map((request) => Object.fromEntries(request)) as [
      Record<string, string>,
    ];
    expect(state).not.toBe(nonce);
  });

  it('keeps the client secret and the code verifier from the browser', async () => {
    const browser = new UserAgent();
    await signIn(await customer.signInUrl(), browser);
    const verifier = provider.last('token').get('code_verifier') ?? '';
    expect(verifier).toMatch(/^[\w-]{43,}$/);
    const seen = JSON.stringify(browser.history);
    expect(seen).not.toContain(provider.clientSecret);
    expect(seen).not.toContain(verifier);
  });

  it('passes the login hint on', async () => {
    await signIn(await customer.signInUrl({ login_hint: 'ada@customer.test' }));
    expect(provider.last('authorize').get('login_hint')).toBe('ada@customer.test');
  });
});

describe('a callback is refused', () => {
  it('without a state', async () => {
    const { browser, callback } = await begin();
    for (const state of [undefined, '', 'made-up']) {
      await expectRefusal(browser, withQuery(callback, { state }), 400, EXPIRED);
    }
  });

  it('with two states', async () => {
    const { browser, callback } = await begin();
    await expectRefusal(browser, `${callback}&state=another`, 400, EXPIRED);
  });

  it('in another browser', async () => {
    const { callback } = await begin();
    await expectRefusal(new UserAgent(), callback, 400, EXPIRED);
  });

  it('in another browser with a pending sign-in at the same provider', async () => {
    const attacker = await begin();
    const victim = await begin();
    await expectRefusal(victim.browser, attacker.callback, 400, EXPIRED);
  });

  it('in the same browser when its cookie has no valid signature', async () => {
    const { browser, callback } = await begin();
    const lines = browser.history.flatMap(({ response }) =>
      [response.headers['set-cookie'] ?? []].flat(),
    );
    const cookie = lines.find((line) => line.startsWith('latchkey_browser='))?.split(';')[0] ?? '';
    const headers = [
      ['Cookie', `${cookie}; latchkey_browser.sig=forged`],
      ['Accept', 'text/html'],
    ] as const;
    expectPage(await http(callback, { headers }), 400, EXPIRED);
  });

  it('with the state of another browser', async () => {
    const attacker = await begin();
    const victim = await begin();
    const { state } = readResult(attacker.callback).params;
    await expectRefusal(victim.browser, withQuery(victim.callback, { state }), 400, EXPIRED);
  });

  it('with the code of another browser', async () => {
    const attacker = await begin();
    const victim = await begin();
    const { code } = readResult(attacker.callback);
    await expectRefusal(victim.browser, withQuery(victim.callback, { code }), 403, REFUSED);
  });

  it('the second time', async () => {
    const { browser, callback } = await begin();
    await browser.follow(callback, isAt(REDIRECT_URI));
    await expectRefusal(browser, callback, 400, EXPIRED);
  });

  it('the second time, after it was refused in another browser', async () => {
    const { browser, callback } = await begin();
    await expectRefusal(new UserAgent(), callback, 400, EXPIRED);
    await expectRefusal(browser, callback, 400, EXPIRED);
  });

  it('19 times of 20 when it arrives 20 times at once', async () => {
    const { browser, callback } = await begin();
    const answers = await Promise.all(Array.from({ length: 20 }, () => browser.get(callback)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([303, ...Array.from({ length: 19 }, () => 400)]);
  });

  it('after ten minutes', async () => {
    const { browser, callback } = await begin();
    server.clock.advance(10 * MINUTE + 1_000);
    try {
      await expectRefusal(browser, callback, 400, EXPIRED);
    } finally {
      server.clock.advance(-10 * MINUTE - 1_000);
    }
  });

  it('at the callback URL of another account', async () => {
    const { browser, callback } = await begin();
    const url = callback.replace(`/callback/${customer.code}`, `/callback/${otherCustomer.code}`);
    await expectRefusal(browser, url, 400, EXPIRED);
  });

  it('at the callback URL of another account with the same provider', async () => {
    const neighbour = await createCustomer(server, provider.connection(), { with: customer });
    const { browser, callback } = await begin();
    const url = callback.replace(`/callback/${customer.code}`, `/callback/${neighbour.code}`);
    await expectRefusal(browser, url, 400, EXPIRED);
    expect(provider.count('token')).toBe(0);
  });

  it('at a callback URL of no account', async () => {
    const { browser, callback } = await begin();
    await expectRefusal(browser, callback.replace(customer.code, 'nobody'), 400, EXPIRED);
  });

  it('with a code of another provider', async () => {
    const { browser, callback } = await begin();
    const other = await begin(otherCustomer);
    const { code } = readResult(other.callback);
    await expectRefusal(browser, withQuery(callback, { code }), 403, REFUSED);
  });

  it('with the iss of another provider', async () => {
    const { browser, callback } = await begin();
    const url = withQuery(callback, { iss: otherProvider.url });
    await expectRefusal(browser, url, 403, REFUSED);
    expect(provider.count('token')).toBe(0);
  });

  it('without iss, when the provider announces that it sends one', async () => {
    const strict = await IdentityProvider.start();
    try {
      strict.metadata = { authorization_response_iss_parameter_supported: true };
      const careful = await createCustomer(server, strict.connection());
      strict.claims = { email: careful.user.email };
      const { browser, callback } = await begin(careful);
      await expectRefusal(browser, callback, 403, REFUSED);
      strict.back = { iss: strict.url };
      await signIn(await careful.signInUrl());
    } finally {
      await strict.close();
    }
  });

  it('with tokens in place of a code', async () => {
    const { browser, callback } = await begin();
    const id_token = await provider.sign({ sub: 'subject', email: customer.user.email });
    const url = withQuery(callback, { code: undefined, id_token, access_token: 'a' });
    const answer = await browser.get(url);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(provider.count('token')).toBe(0);
  });
});

describe('an interaction of another browser', () => {
  const isOurs = (url: string) => url.startsWith(`${server.url}/sign-in/`);

  it('is not shown, cannot be cancelled and cannot be signed in to', async () => {
    const { url } = await new UserAgent().follow(await customer.signInUrl(), isOurs);
    const other = new UserAgent();
    await other.follow(await customer.signInUrl(), isOurs);
    for (const browser of [new UserAgent(), other]) {
      expectPage(await browser.get(url), 400, EXPIRED);
      expectPage(await browser.post(url, { cancel: '1' }), 400, EXPIRED);
      expectPage(await browser.post(url, { email: 'a@b.test', password: 'p' }), 400, EXPIRED);
    }
  });

  it('is not shown to a browser with the cookie of its own interaction', async () => {
    const { url } = await new UserAgent().follow(await customer.signInUrl(), isOurs);
    const other = new UserAgent();
    const own = await other.follow(await customer.signInUrl(), isOurs);
    const cookies = [own.response.headers['set-cookie'] ?? []].flat();
    const pairs = cookies
      .filter((line) => line.startsWith('latchkey_interaction'))
      .map((line) => line.split(';')[0]);
    const headers = [
      ['Cookie', pairs.join('; ')],
      ['Accept', 'text/html'],
    ] as const;
    expectPage(await http(url, { headers }), 400, EXPIRED);
    expect((await http(own.url, { headers })).status).toBe(303);
  });

  it('cannot be resumed after its sign-in', async () => {
    const { browser, callback } = await begin();
    const { headers } = await browser.get(callback);
    const resume = String(headers['location']);
    expect(resume).toContain('/oidc/auth/');
    expectPage(await new UserAgent().get(resume), 400, EXPIRED);
    const { url } = await browser.follow(resume, isAt(REDIRECT_URI));
    expect(readResult(url).id_token).toBeDefined();
  });

  it('has ended for its own browser too once it is finished', async () => {
    const browser = new UserAgent();
    const { url } = await browser.follow(await customer.signInUrl(), isOurs);
    const { url: callback } = await browser.follow(url, isCallback);
    const { headers } = await browser.get(callback);
    const resume = String(headers['location']);
    await browser.get(resume);
    expectPage(await browser.get(url), 400, EXPIRED);
    expectPage(await browser.get(resume), 400, EXPIRED);
  });
});

describe('a sign-in stops when one of them is disabled:', () => {
  const disabled: Record<string, (one: TestCustomer) => Promise<unknown>> = {
    'the account': (one) => updateRow(server, 'customer_accounts', one.id, { enabled: false }),
    'the connection': (one) =>
      server.store.connections.set(one.id, {
        ...provider.connection(),
        ...SETTINGS,
        enabled: false,
      }),
  };

  describe.each(Object.keys(disabled))('%s', (name) => {
    const disable = async (one: TestCustomer) => disabled[name]?.(one);
    let gone: TestCustomer;

    beforeEach(async () => {
      gone = await createCustomer(server, provider.connection(), {
        with: customer,
        user: customer.user,
      });
    });

    it('before the browser is redirected to the provider', async () => {
      const browser = new UserAgent();
      const { url } = await browser.follow(await gone.signInUrl(), (target) =>
        target.startsWith(`${server.url}/sign-in/`),
      );
      await disable(gone);
      expectPage(await browser.get(url), 403, REFUSED);
      expect(provider.count('authorize')).toBe(0);
    });

    it('before the callback', async () => {
      const { browser, callback } = await begin(gone);
      await disable(gone);
      await expectRefusal(browser, callback, 403, REFUSED);
      expect(provider.count('token')).toBe(0);
    });

    it('after the callback', async () => {
      const { browser, callback } = await begin(gone);
      const { headers } = await browser.get(callback);
      await disable(gone);
      const { url, response } = await browser.follow(
        String(headers['location']),
        isAt(REDIRECT_URI),
      );
      expect(isAt(REDIRECT_URI)(url)).toBe(false);
      expectPage(response, 400, REFUSED);
    });
  });

  it('the user', async () => {
    const { browser, callback } = await begin();
    await updateRow(server, 'license_users', customer.user.id, { enabled: false });
    try {
      await expectRefusal(browser, callback, 403, REFUSED);
    } finally {
      await updateRow(server, 'license_users', customer.user.id, { enabled: true });
    }
  });

  it('the provider, replaced by another one', async () => {
    const moved = await createCustomer(server, provider.connection(), { with: customer });
    const { browser, callback } = await begin(moved);
    await server.store.connections.set(moved.id, {
      ...otherProvider.connection(),
      ...SETTINGS,
    });
    await expectRefusal(browser, callback, 400, EXPIRED);
    expect(provider.count('token') + otherProvider.count('token')).toBe(0);
  });

  it('the provider, replaced by passwords', async () => {
    const moved = await createCustomer(server, provider.connection(), { with: customer });
    const { browser, callback } = await begin(moved);
    await server.store.connections.set(moved.id, { kind: 'password', ...SETTINGS });
    await expectRefusal(browser, callback, 400, EXPIRED);
  });
});

describe('the e-mail address', () => {
  const trusting: Record<string, TestCustomer> = {};

  beforeAll(async () => {
    trusting['no'] = customer;
    const connection = provider.connection({ trust: 'unstated' });
    const { user } = customer;
    trusting['yes'] = await createCustomer(server, connection, { with: customer, user });
  });

  it.each<[string, 'yes' | 'no', Claims, boolean]>([
    ['is verified', 'no', { email_verified: true }, true],
    ['is verified, as text', 'no', { email_verified: 'true' }, true],
    ['is not verified', 'no', { email_verified: false }, false],
    ['is not verified, as text', 'no', { email_verified: 'false' }, false],
    ['may be verified or not', 'no', { email_verified: undefined }, false],
    ['is verified by null', 'no', { email_verified: null }, false],
    [
      'may be verified or not, at a connection with trust',
      'yes',
      { email_verified: undefined },
      true,
    ],
    ['is not verified, at a connection with trust', 'yes', { email_verified: false }, false],
    ['is missing', 'no', { email: undefined }, false],
    ['is missing, at a connection with trust', 'yes', { email: undefined }, false],
    ['is empty', 'no', { email: '' }, false],
    ['is not a string', 'no', { email: {} }, false],
    ['is null', 'no', { email: null }, false],
    [
      'is longer than allowed',
      'no',
      { email: `${randomBytes(4_000).toString('hex')}@a.test` },
      false,
    ],
  ])('%s', async (_name, trust, claims, isAccepted) => {
    provider.claims = { ...provider.claims, ...claims };
    const { browser, callback } = await begin(trusting[trust]);
    if (!isAccepted) {
      await expectRefusal(browser, callback, 403, REFUSED);
      return;
    }
    const { url } = await browser.follow(callback, isAt(REDIRECT_URI));
    const { id_token } = readResult(url);
    expect((await trusting[trust]?.activate({ id_token }))?.code).toBe('activated');
  });

  it('is compared without case', async () => {
    provider.claims = { email: customer.user.email.toUpperCase() };
    const { id_token } = await signIn(await customer.signInUrl());
    expect((await customer.activate({ id_token })).code).toBe('activated');
  });

  describe('from the userinfo endpoint only', () => {
    let elsewhere: IdentityProvider;
    let reader: TestCustomer;

    beforeAll(async () => {
      elsewhere = await IdentityProvider.start();
      elsewhere.metadata = { userinfo_endpoint: `${elsewhere.url}/userinfo` };
      elsewhere.claims = { email: undefined, email_verified: undefined };
      reader = await createCustomer(server, elsewhere.connection());
    });

    afterAll(() => elsewhere.close());

    it.each<[string, Claims, boolean]>([
      ['counts', {}, true],
      ['does not count unverified', { email_verified: false }, false],
      ['does not count of another subject', { sub: 'another' }, false],
      ['does not count without a subject', { sub: undefined }, false],
    ])('%s', async (_name, userinfo, isAccepted) => {
      const { email } = reader.user;
      elsewhere.userinfo = { sub: 'subject', email, email_verified: true, ...userinfo };
      const { browser, callback } = await begin(reader);
      if (!isAccepted) {
        await expectRefusal(browser, callback, 403, REFUSED);
        return;
      }
      await browser.follow(callback, isAt(REDIRECT_URI));
    });
  });
});

describe('a user whom the provider refuses', () => {
  it.each(['token', 'code'])('is redirected to the application (%s)', async (response_type) => {
    provider.back = { code: undefined, error: 'access_denied', error_description: 'CANARY' };
    const url = await customer.signInUrl({ response_type, state: 'of-the-application' });
    const { browser, callback } = await begin(customer, url);
    const { response } = await browser.follow(callback);
    expectPage(response, 403, REFUSED);
    expect(response.text).toContain('The identity provider says: access_denied: CANARY');

    const back = new URL(actionOf(response.text, 'Back to the application'), server.url).href;
    const answer = await browser.post(back, { cancel: '1' });
    const { url: end } = await browser.follow(back, isAt(REDIRECT_URI), answer);
    expect(readResult(end).params).toMatchObject({
      error: 'access_denied',
      state: 'of-the-application',
    });
    expect(readResult(end).params).not.toHaveProperty('code');
    expect(readResult(end).params).not.toHaveProperty('id_token');
    expect(new URL(end).hash === '').toBe(response_type === 'code');
  });

  it('may try again and succeed', async () => {
    provider.back = { code: undefined, error: 'access_denied' };
    const { browser, callback } = await begin();
    const { response } = await browser.follow(callback);
    const action = new URL(actionOf(response.text, 'Back to the application'), server.url).href;
    provider.back = {};
    const { url } = await browser.follow(action, isAt(REDIRECT_URI));
    expect(readResult(url).id_token).toBeDefined();
  });

  it.each(['server_error', 'temporarily_unavailable'])(
    'may try again after a temporary fault of the provider (%s)',
    async (error) => {
      provider.back = { code: undefined, error };
      const { browser, callback } = await begin();
      const { response } = await browser.follow(callback);
      expectPage(response, 502, /^Could not reach /);
    },
  );
});

const algorithms = [
  ['RS256', ['RS256']],
  ['RS256, HS256 or nothing', ['RS256', 'HS256', 'none']],
] as const;

describe.each(algorithms)(
  'a token response of a provider that signs with %s',
  (_name, supported) => {
    let signer: IdentityProvider;
    let person: TestCustomer;

    beforeAll(async () => {
      signer = await IdentityProvider.start();
      signer.metadata = { id_token_signing_alg_values_supported: supported };
      person = await createCustomer(server, signer.connection());
      await begin(person);
    });

    beforeEach(() => {
      signer.reset();
      signer.claims = { email: person.user.email };
    });

    afterAll(() => signer.close());

    it('is accepted when it is correct', async () => {
      const { browser, callback } = await begin(person);
      await browser.follow(callback, isAt(REDIRECT_URI));
    });

    it.each(['nbf', 'iat'])('is accepted when its clock is 4 minutes ahead (%s)', async (name) => {
      signer.claims = { ...signer.claims, [name]: seconds(240), exp: seconds(600) };
      await signIn(await person.signInUrl());
    });

    const claims: Record<string, () => Claims> = {
      'with the nonce of another request': () => ({ nonce: 'another' }),
      'without a nonce': () => ({ nonce: undefined }),
      'for another client': () => ({ aud: 'another' }),
      'for several clients': () => ({ aud: [signer.clientId, 'another'] }),
      'for several clients, given to another': () => ({
        aud: [signer.clientId, 'another'],
        azp: 'another',
      }),
      'without an audience': () => ({ aud: undefined }),
      'of another issuer': () => ({ iss: otherProvider.url }),
      'without an issuer': () => ({ iss: undefined }),
      'without a subject': () => ({ sub: undefined }),
      'with a subject that is no text': () => ({ sub: 1 }),
      'with a subject that is longer than any': () => ({ sub: randomBytes(4_000).toString('hex') }),
      'that has expired': () => ({ exp: seconds(-310) }),
      'without an end': () => ({ exp: undefined }),
      'without a beginning': () => ({ iat: undefined }),
      'that is valid later': () => ({ nbf: seconds(310) }),
    };

    it.each(Object.keys(claims))('is refused %s', async (name) => {
      signer.claims = { ...signer.claims, ...claims[name]?.() };
      const { browser, callback } = await begin(person);
      await expectRefusal(browser, callback, 403, REFUSED);
    });

    const tokens: Record<string, NonNullable<IdentityProvider['idToken']>> = {
      'without a signature': (given) => `${jsonPart({ alg: 'none' })}.${jsonPart(given)}.`,
      'signed with the client secret': (given) => hs256(given, signer.clientSecret),
      'signed with the public key': (given) =>
        hs256(given, JSON.stringify(signer.keys[0]?.publicJwk)),
      'signed by another key of the same name': async (given) => {
        const key = await createSigningKey(signer.keys[0]?.kid);
        return signer.sign(given, { key });
      },
      'signed by a key that it brings along': async (given) => {
        const key = await createSigningKey();
        return signer.sign(given, { key, header: { jwk: key.publicJwk } });
      },
      'signed by another provider': (given) => otherProvider.sign(given),
      'whose signature was cut off': async (given) =>
        (await signer.sign(given)).replace(/[^.]*$/, ''),
      'that is no token': () => 'token',
    };

    it.each(Object.keys(tokens))('is refused %s', async (name) => {
      signer.idToken = tokens[name];
      const { browser, callback } = await begin(person);
      await expectRefusal(browser, callback, 403, REFUSED);
    });

    it('is refused without an ID token', async () => {
      signer.takeovers.token = (_request, response) => {
        response
          .writeHead(200, { 'Content-Type': 'application/json' })
          .end(JSON.stringify({ access_token: 'a', token_type: 'Bearer' }));
      };
      const { browser, callback } = await begin(person);
      await expectRefusal(browser, callback, 403, REFUSED);
    });
  },
);

const EXPIRED = 'This sign-in has expired';
const REFUSED = 'Sign-in was refused';

function isCallback(url: string): boolean {
  return url.startsWith(`${server.url}/sign-in/callback/`);
}

/** A browser that the provider has sent back, and has not come there yet. */
async function begin(
  of: TestCustomer = customer,
  start?: string,
): Promise<{ browser: UserAgent; callback: string }> {
  const browser = new UserAgent();
  const url = start ?? (await of.signInUrl());
  const { url: callback, response } = await browser.follow(url, isCallback);
  if (!isCallback(callback)) throw new Error(`no way to the provider: ${response.text}`);
  return { browser, callback };
}

async function expectRefusal(
  browser: UserAgent,
  url: string,
  status: number,
  heading: string,
): Promise<HttpResponse> {
  const { url: end, response } = await browser.follow(url, isAt(REDIRECT_URI));
  expect(isAt(REDIRECT_URI)(end)).toBe(false);
  expectPage(response, status, heading);
  return response;
}

function withQuery(url: string, changes: Record<string, string | undefined>): string {
  const copy = new URL(url);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) copy.searchParams.delete(name);
    else copy.searchParams.set(name, value);
  }
  return copy.href;
}

function seconds(fromNow: number): number {
  return Math.floor(Date.now() / 1_000) + fromNow;
}

function jsonPart(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function hs256(claims: Claims, secret: string): string {
  const content = `${jsonPart({ alg: 'HS256' })}.${jsonPart(claims)}`;
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}
