import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { signInHeadless } from '../../examples/desktop-app/headless.ts';
import { LicenseApi } from '../../examples/desktop-app/license-api.ts';
import { openBrowser, readResult, signIn } from '../../examples/desktop-app/sign-in.ts';
import { API_KEY, PASSWORD, PUBLIC_KEY, SHARED_KEY, startFakeServer } from './fake-server.ts';

const DEVICE = { product: 'demo', hardware_id: 'device-1' };
const REQUEST = { product: 'demo', account: 'acme', email: 'alice@acme.test' };

let server: Awaited<ReturnType<typeof startFakeServer>>;
let api: LicenseApi;
beforeEach(async () => {
  server = await startFakeServer();
  const settings = { server: server.url, apiKey: API_KEY, sharedKey: SHARED_KEY };
  api = new LicenseApi({ ...settings, publicKey: PUBLIC_KEY.toString() });
});
afterEach(() => server.close());

const walk = (password?: string) => (url: string, redirectUri: string) =>
  signInHeadless(url, redirectUri, { email: 'alice@acme.test', password });

describe('signIn', () => {
  it('returns a code that activates, with PKCE', async () => {
    const proof = await signIn(api, { ...REQUEST, grant: 'code' }, walk(PASSWORD));
    expect(proof).toMatchObject({ customer_account_code: 'acme', code: expect.any(String) });
    expect(proof).not.toHaveProperty('id_token');
    expect(server.sent[0]?.fields).toEqual({
      product: 'demo',
      customer_account_code: 'acme',
      response_type: 'code',
      redirect_uri: proof.redirect_uri,
      state: expect.stringMatching(/^[\w-]{43}$/),
      login_hint: 'alice@acme.test',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
    await expect(api.activate(DEVICE, proof)).resolves.toHaveProperty('user');
  });

  it('returns an id_token by the implicit grant, without PKCE', async () => {
    const proof = await signIn(api, { ...REQUEST, grant: 'token' }, walk(PASSWORD));
    expect(proof).toEqual({
      customer_account_code: 'acme',
      redirect_uri: expect.stringContaining('http://127.0.0.1:'),
      id_token: 'ID-TOKEN',
    });
    expect(server.sent[0]?.fields).not.toHaveProperty('code_challenge');
  });

  it('waits for the browser when there is one', async () => {
    const proof = await signIn(api, { ...REQUEST, grant: 'code' }, async (url, redirectUri) => {
      await fetch(await walk(PASSWORD)(url, redirectUri));
      return undefined;
    });
    expect(proof.code).toBeDefined();
  });

  it('refuses the state of another sign-in', async () => {
    const show = async (_: string, redirectUri: string) =>
      Promise.resolve(new URL(`${redirectUri}?code=forged&state=wrong`));
    await expect(signIn(api, { ...REQUEST, grant: 'code' }, show)).rejects.toMatchObject({
      code: 'sign_in_failed',
    });
  });

  it('throws the text of the sign-in page when the password is wrong or missing', async () => {
    const attempt = (password?: string) =>
      signIn(api, { ...REQUEST, grant: 'code' }, walk(password));
    await expect(attempt('wrong')).rejects.toThrow(/Wrong password\.$/);
    await expect(attempt()).rejects.toThrow('no password for alice@acme.test');
  });
});

describe('readResult', () => {
  const read = (query: string) => readResult(new URLSearchParams(query), 's', 'code');

  it('reads only what the grant returns', () => {
    expect(read('state=s&code=c')).toEqual({ code: 'c' });
    expect(() => read('state=s&id_token=t')).toThrow('no code came back');
    expect(() => read('state=s&code=')).toThrow('no code came back');
  });

  it('throws the texts of an error', () => {
    expect(() => read('state=s&error=access_denied&error_description=Bob+left')).toThrow(
      'Bob left',
    );
    expect(() => read('state=s&error=access_denied&code=c')).toThrow('access_denied');
  });
});

describe('openBrowser', () => {
  it('opens only http and https URLs', async () => {
    expect(await openBrowser('file:///etc/passwd')).toBe(false);
  });
});
