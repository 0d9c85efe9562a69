import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startWorld, signIn, type World } from '../world.ts';

/** `GET /api/v4/sso_url` */
describe('the contract', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.server.close());

  const query = (over: Record<string, string> = {}) => ({
    product: world.product.code,
    customer_account_code: world.account.code,
    ...over,
  });

  async function urlFor(over: Record<string, string> = {}): Promise<URL> {
    const { body } = await world.client.call<{ url: string }>('getSsoUrl', { query: query(over) });
    expect(Object.keys(body)).toEqual(['url']);
    return new URL(body.url);
  }

  async function codeFor(over: Record<string, string>): Promise<string> {
    return (await world.client.refused('getSsoUrl', { query: query(over) })).code;
  }

  describe('sso_url: the grant', () => {
    it('is implicit by default', async () => {
      const url = await urlFor();
      expect(url.origin + url.pathname).toBe(`${world.server.url}/oidc/auth`);
      expect(Object.fromEntries(url.searchParams)).toEqual({
        client_id: world.account.code,
        response_type: 'id_token token',
        scope: 'openid email',
        redirect_uri: 'http://127.0.0.1/callback',
        nonce: expect.stringMatching(/^[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/),
      });
    });

    it.each([
      ['token', 'id_token token'],
      ['code', 'code'],
    ])('is the requested one: %s', async (response_type, expected) => {
      expect((await urlFor({ response_type })).searchParams.get('response_type')).toBe(expected);
    });

    it('is the default of the connection when none is requested', async () => {
      const { code } = await world.make.account({}, { default_response_type: 'code' });
      const url = await urlFor({ customer_account_code: code });
      expect(url.searchParams.get('response_type')).toBe('code');
      const other = await urlFor({ customer_account_code: code, response_type: 'token' });
      expect(other.searchParams.get('response_type')).toBe('id_token token');
    });

    it.each(['token', undefined])(
      'is refused as implicit when the connection forbids it, requested as %s',
      async (response_type) => {
        const { code: customer_account_code } = await world.make.account(
          {},
          { allow_implicit: false },
        );
        const asked = response_type === undefined ? {} : { response_type };
        expect(await codeFor({ customer_account_code, ...asked })).toBe(
          'response_type_not_allowed',
        );
        await urlFor({ customer_account_code, response_type: 'code' });
      },
    );

    it('returns tokens in the fragment and nothing in the query', async () => {
      const { url, params } = await signIn(world, {
        query: { response_type: 'token', state: 'a b' },
      });
      expect(url.search).toBe('');
      expect(params).toEqual({
        id_token: expect.any(String),
        access_token: expect.any(String),
        expires_in: '600',
        token_type: 'Bearer',
        state: 'a b',
        scope: 'openid email',
      });
    });

    it('returns a code in the query and nothing in the fragment', async () => {
      const { url, params } = await signIn(world, {
        query: { response_type: 'code', state: 'ü&=' },
      });
      expect(url.hash).toBe('');
      expect(params).toEqual({
        code: expect.any(String),
        state: 'ü&=',
        iss: `${world.server.url}/oidc`,
      });
    });
  });

  describe('sso_url: the redirect URI', () => {
    const uris = [
      { uri: 'http://127.0.0.1/callback', is_default: false },
      { uri: 'https://app.example/done?a=b', is_default: true },
    ];

    it('is the default of the account when none is requested', async () => {
      const { code } = await world.make.account({ redirect_uris: uris });
      const url = await urlFor({ customer_account_code: code });
      expect(url.searchParams.get('redirect_uri')).toBe('https://app.example/done?a=b');
    });

    it.each(['http://127.0.0.1/callback', 'http://127.0.0.1:51004/callback'])(
      'is the requested one, with any port on loopback: %s',
      async (redirect_uri) => {
        expect((await urlFor({ redirect_uri })).searchParams.get('redirect_uri')).toBe(
          redirect_uri,
        );
        const { url } = await signIn(world, { query: { redirect_uri, response_type: 'code' } });
        expect(url.href.split('?')[0]).toBe(redirect_uri);
      },
    );

    it.each([
      'https://evil.example/',
      'http://127.0.0.1/other',
      'http://127.0.0.1/callback/',
      'http://127.0.0.1/callback#',
      'http://127.0.0.1.evil.example/callback',
      'http://user@127.0.0.1/callback',
      'https://127.0.0.1/callback',
      'HTTP://127.0.0.1/callback',
      'http://localhost/callback',
      'callback',
      '//127.0.0.1/callback',
    ])('is refused when it is not registered: %s', async (redirect_uri) => {
      expect(await codeFor({ redirect_uri })).toBe('redirect_uri_not_allowed');
    });
  });

  describe('sso_url: the error for a redirect URI that is not registered', () => {
    it('names it and the forms of the registered ones', async () => {
      const { code } = await world.make.account({
        redirect_uris: [
          { uri: 'http://127.0.0.1/callback', is_default: true },
          { uri: 'https://secret-name.example/path', is_default: false },
          { uri: 'com.example.secret:/cb', is_default: false },
        ],
      });
      const query = {
        product: world.product.code,
        customer_account_code: code,
        redirect_uri: 'http://127.0.0.1/other',
      };
      const { message } = await world.client.refused('getSsoUrl', { query });
      expect(message).toContain('The redirect URI http://127.0.0.1/other is not registered');
      for (const form of ['http://127.0.0.1:<any port>/…', 'https://…', '<scheme of the app']) {
        expect(message).toContain(form);
      }
      expect(message).toContain(`latchkey account show ${code}`);
      expect(message).not.toMatch(/secret|\/callback|\/path/);
    });
  });

  describe('sso_url: what it passes on', () => {
    it('includes the state, the login hint, the languages and the challenge', async () => {
      const more = { state: 's', login_hint: 'alice@acme.test', ui_locales: 'de-AT en' };
      const challenge = { code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' };
      const url = await urlFor({ ...more, ...challenge, response_type: 'code' });
      expect(Object.fromEntries(url.searchParams)).toMatchObject({
        ...more,
        ...challenge,
        response_type: 'code',
      });
    });

    it.each([{ response_type: 'token' }, {}])(
      'includes no challenge for tokens: %j',
      async (grant) => {
        const challenge = { code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' };
        expect(await codeFor({ ...grant, ...challenge })).toBe('validation_error');
      },
    );

    it('includes a random nonce that is never the same twice', async () => {
      const [one, two] = [await urlFor(), await urlFor()];
      const nonces = [one, two].map((url) => url.searchParams.get('nonce') ?? '');
      expect(nonces[0]).not.toBe(nonces[1]);
      const decoded = nonces
        .join('.')
        .split('.')
        .map((part) => Buffer.from(part, 'base64url'));
      expect(Buffer.concat(decoded).toString('latin1')).not.toContain('redirectUri');
    });
  });

  describe('sso_url: the customer account', () => {
    it('must exist', async () => {
      expect(await codeFor({ customer_account_code: 'nobody' })).toBe('customer_account_not_found');
      const { code } = world.account;
      const other = await codeFor({ customer_account_code: code.toUpperCase() });
      expect(other).toBe('customer_account_not_found');
    });

    const UNUSABLE: [string, Parameters<World['make']['account']>][] = [
      ['is disabled', [{ enabled: false }]],
      ['has no connection', [{}, null]],
      ['has a disabled connection', [{}, { enabled: false }]],
      ['has no redirect URI', [{ redirect_uris: [] }]],
    ];
    it.each(UNUSABLE)('gets an error in place of a URL when it %s', async (_, account) => {
      const { code } = await world.make.account(...account);
      expect(await codeFor({ customer_account_code: code })).toBe('sso_not_configured');
    });

    it('requires a user product', async () => {
      expect(await codeFor({ product: world.keyProduct.code })).toBe('validation_error');
    });
  });
});
