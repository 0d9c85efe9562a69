import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign as signBytes,
} from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CompactEncrypt, decodeJwt, decodeProtectedHeader, generateKeyPair } from 'jose';
import { createClient } from '../support/client.ts';
import {
  createCustomer,
  isAt,
  readResult,
  signIn,
  type TestCustomer,
} from '../support/customer.ts';
import { createSigningKey, type SigningKey } from '../support/identity-provider.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';

type Json = Record<string, unknown>;

const ALICE = 'alice@acme.test';

let server: TestServer;
/** Serves the attacker's keys; nobody should ask. */
let listener: Server;
let fetches = 0;
let elsewhere: string;
let attacker: SigningKey;
let ownKey: KeyObject;
/** An honest sign-in, which the forgeries are made from. */
let honest: { token: string; header: Json; claims: Json };
let stranger: TestCustomer;

beforeAll(async () => {
  server = await startServer({ demo: true });
  attacker = await createSigningKey(publicJwk().kid);
  ownKey = createPrivateKey({ key: server.keys.current.openid[0] ?? {}, format: 'jwk' });
  listener = createServer((_request, response) => {
    fetches += 1;
    response.end(JSON.stringify({ keys: [attacker.publicJwk] }));
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  elsewhere = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/keys`;

  const { id_token: token = '' } = await signIn(await signInUrl());
  honest = { token, header: { ...decodeProtectedHeader(token) }, claims: decodeJwt(token) };
  stranger = await createCustomer(server, { kind: 'password' });
});

afterAll(async () => {
  listener.close();
  await server.close();
});

it('a token of Latchkey is accepted', async () => {
  expect(await activate(honest.token)).toBe('activated');
});

it('a token that is built here from the same header and claims is accepted', async () => {
  expect(await activate(signed({}))).toBe('activated');
});

describe('a token is refused whose algorithm', () => {
  it.each(['none', 'None', 'NONE', 'nOnE', 'none ', '', 'RS256none'])(
    'is %j, without a signature',
    async (alg) => expect(await activate(`${unsigned({ alg })}.`)).toBe('sso_token_invalid'),
  );

  it.each(['none', 'NONE', 'HS256', 'RS384', 'PS256', 'ES256', 'rs256', ' RS256'])(
    'is changed to %j, with the signature of a valid token',
    async (alg) => {
      const [, , signature = ''] = honest.token.split('.');
      expect(await activate(`${unsigned({ alg })}.${signature}`)).toBe('sso_token_invalid');
    },
  );

  it.each([undefined, null, 256, ['RS256'], { alg: 'RS256' }])(
    'is %j, with a signature of our key',
    async (alg) => expect(await activate(signed({ header: { alg } }))).toBe('sso_token_invalid'),
  );

  it.each(['RS384', 'RS512'])('is %s, with a signature of our key', async (alg) => {
    const hash = `sha${alg.slice(2)}`;
    expect(await activate(signed({ header: { alg }, hash }))).toBe('sso_token_invalid');
  });

  describe.each(['HS256', 'HS384', 'HS512'])('is %s, with our public key as the secret:', (alg) => {
    it.each(Object.keys(publicKeyEncodings()))('%s', async (name) => {
      const secret = publicKeyEncodings()[name]?.(createPublicKey(ownKey)) ?? '';
      const content = unsigned({ alg });
      const hash = `sha${alg.slice(2)}`;
      const signature = createHmac(hash, secret).update(content).digest('base64url');
      expect(await activate(`${content}.${signature}`)).toBe('sso_token_invalid');
    });
  });
});

describe('a token with another key is refused', () => {
  const cases: Record<string, () => Json> = {
    'with our kid': () => ({}),
    'without a kid': () => ({ kid: undefined }),
    'that brings the key along (jwk)': () => ({ jwk: attacker.publicJwk }),
    'that brings the key along (jwk), with another kid': () => ({
      jwk: attacker.publicJwk,
      kid: 'another',
    }),
    'that says where the key is (jku)': () => ({ jku: elsewhere }),
    'that says where the key is (jku), critically': () => ({ jku: elsewhere, crit: ['jku'] }),
    'that says where the certificate is (x5u)': () => ({ x5u: elsewhere }),
    'that brings a certificate along (x5c)': () => ({ x5c: [spki(attackerPublic())] }),
    'that names a certificate (x5t)': () => ({ x5t: 'AAAA', 'x5t#S256': 'AAAA' }),
    'whose kid is an address': () => ({ kid: elsewhere }),
    'whose kid is a path': () => ({ kid: '../../../../dev/null' }),
    'whose kid is SQL': () => ({ kid: "' UNION SELECT 'key' --" }),
    'whose kid is a shell command': () => ({ kid: '|/bin/true' }),
    'whose kid is __proto__': () => ({ kid: '__proto__' }),
    'whose kid is a number': () => ({ kid: 0 }),
    'whose kid is a list': () => ({ kid: [honest.header['kid']] }),
    'whose kid is an object': () => ({ kid: { kid: honest.header['kid'] } }),
    'whose kid is empty': () => ({ kid: '' }),
  };

  it.each(Object.keys(cases))('%s', async (name) => {
    const token = signed({ header: cases[name]?.() ?? {}, key: attackerKey() });
    expect(await activate(token)).toBe('sso_token_invalid');
  });

  it('of another type (ES256)', async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const token = signed({ header: { alg: 'ES256' }, key: privateKey as never });
    expect(await activate(token)).toBe('sso_token_invalid');
  });

  it('that is the empty secret of a path in the kid', async () => {
    const content = unsigned({ alg: 'HS256', kid: '../../../../dev/null' });
    const signature = createHmac('sha256', '').update(content).digest('base64url');
    expect(await activate(`${content}.${signature}`)).toBe('sso_token_invalid');
  });

  it('and no URL in a header is requested', () => {
    expect(fetches).toBe(0);
  });
});

describe('a token of our key is refused whose header', () => {
  it.each<[string, Json]>([
    ['names a kid that is not ours', { kid: 'another' }],
    ['has a critical extension', { crit: ['exp'], exp: 1 }],
    ['has an empty crit', { crit: [] }],
    ['has a crit that is not a list', { crit: 'exp', exp: 1 }],
    ['has a crit that names a missing parameter', { crit: ['b64'] }],
    ['says that the payload is not encoded', { crit: ['b64'], b64: false }],
    ['is that of an access token', { typ: 'at+jwt' }],
    ['is that of an access token, with the full media type', { typ: 'application/at+jwt' }],
    ['is that of a logout token', { typ: 'logout+jwt' }],
    ['is that of a proof of possession', { typ: 'dpop+jwt' }],
    ['has a typ that is not a string', { typ: 1 }],
  ])('%s', async (_name, header) => {
    expect(await activate(signed({ header }))).toBe('sso_token_invalid');
  });

  it('says that the payload is not encoded, with an unencoded payload', async () => {
    const header = encode({ ...honest.header, crit: ['b64'], b64: false });
    const content = `${header}.${JSON.stringify(honest.claims)}`;
    expect(await activate(`${content}.${rs256(content)}`)).toBe('sso_token_invalid');
  });
});

describe('a token of our key is refused whose claim', () => {
  const now = () => Math.floor(Date.now() / 1_000);
  const cases: [string, () => Json][] = [
    ['iss is missing', () => ({ iss: undefined })],
    ['iss is another', () => ({ iss: 'https://attacker.test' })],
    ['iss is the demo identity provider', () => ({ iss: `${server.url}/demo-idp` })],
    ['iss has a slash more', () => ({ iss: `${server.url}/oidc/` })],
    ['iss is in upper case', () => ({ iss: `${server.url}/oidc`.toUpperCase() })],
    ['iss is a list', () => ({ iss: [`${server.url}/oidc`] })],
    ['aud is missing', () => ({ aud: undefined })],
    ['aud is empty', () => ({ aud: '' })],
    ['aud is an empty list', () => ({ aud: [] })],
    ['aud is another account', () => ({ aud: stranger.code })],
    ['aud is in another case', () => ({ aud: 'ACME' })],
    ['aud names several', () => ({ aud: ['acme', stranger.code] })],
    ['aud names several, and azp is ours', () => ({ aud: ['acme', 'globex'], azp: 'acme' })],
    ['aud is a list of one', () => ({ aud: ['acme'] })],
    ['azp is another', () => ({ azp: stranger.code })],
    ['azp is empty', () => ({ azp: '' })],
    ['azp is a list', () => ({ azp: ['acme'] })],
    ['nonce is missing', () => ({ nonce: undefined })],
    ['nonce is empty', () => ({ nonce: '' })],
    ['nonce is made up', () => ({ nonce: 'n-0S6_WzA2Mj' })],
    ['nonce is a number', () => ({ nonce: 1 })],
    ['nonce is changed by a letter', () => ({ nonce: altered(String(honest.claims['nonce'])) })],
    ['nonce is not sealed', () => ({ nonce: unsealed() })],
    ['exp is missing', () => ({ exp: undefined })],
    ['exp is text', () => ({ exp: String(now() + 600) })],
    ['exp is null', () => ({ exp: null })],
    ['nbf is still to come', () => ({ nbf: now() + 120 })],
    ['nbf is text', () => ({ nbf: 'now' })],
    ['iat is missing', () => ({ iat: undefined })],
    ['iat is still to come', () => ({ iat: now() + 120 })],
    ['iat is text', () => ({ iat: String(now()) })],
    ['sub is missing', () => ({ sub: undefined })],
    ['sub is empty', () => ({ sub: '' })],
    ['sub is nobody', () => ({ sub: 'd6f1b2f0-0000-4000-8000-000000000000' })],
    ['sub is the e-mail address', () => ({ sub: ALICE })],
    ['sub is a list', () => ({ sub: [honest.claims['sub']] })],
    ['at_hash is missing', () => ({ at_hash: undefined })],
    ['at_hash is no text', () => ({ at_hash: 1 })],
  ];

  it.each(cases)('%s', async (_name, claims) => {
    expect(await activate(signed({ claims: claims() }))).toBe('sso_token_invalid');
  });

  it('sub is a user of another account', async () => {
    const identity = { id: 'of-another-account', customerAccountId: stranger.id, email: ALICE };
    const { id: sub } = await server.store.identities.record(identity, 'subject', new Date());
    expect(await activate(signed({ claims: { sub } }))).toBe('sso_token_invalid');
  });

  it.each([
    ['a second ago', -1],
    ['now', 0],
    ['before 1970', -1e10],
  ])('exp was %s', async (_name, seconds) => {
    expect(await activate(signed({ claims: { exp: now() + seconds } }))).toBe('sso_token_expired');
  });
});

describe('a token is refused that', () => {
  const cases: Record<string, (parts: [string, string, string]) => string> = {
    'lost its signature': ([header, payload]) => `${header}.${payload}.`,
    'lost its signature and the dot': ([header, payload]) => `${header}.${payload}`,
    'lost its payload': ([header, , signature]) => `${header}..${signature}`,
    'lost its header': ([, payload, signature]) => `.${payload}.${signature}`,
    'is two dots': () => '..',
    'is one dot': () => '.',
    'has another payload': ([header, , signature]) =>
      `${header}.${encode({ ...honest.claims, email: 'dave@globex.test' })}.${signature}`,
    'has a shorter signature': ([header, payload, signature]) =>
      `${header}.${payload}.${signature.slice(0, -4)}`,
    'has a longer signature': ([header, payload, signature]) =>
      `${header}.${payload}.${signature}AAAA`,
    'has a signature of zeros': ([header, payload, signature]) =>
      `${header}.${payload}.${'A'.repeat(signature.length)}`,
    'has another spelling of its signature': ([header, payload, signature]) =>
      `${header}.${payload}.${otherSpelling(signature)}`,
    'has a padded signature': (parts) => `${parts.join('.')}==`,
    'has a padded header': ([header, payload, signature]) => `${header}=.${payload}.${signature}`,
    'has a space before it': (parts) => ` ${parts.join('.')}`,
    'has a space behind it': (parts) => `${parts.join('.')} `,
    'has a line break behind it': (parts) => `${parts.join('.')}\n`,
    'has a line break inside': ([header, payload, signature]) =>
      `${header}.${payload}.${signature.slice(0, 76)}\n${signature.slice(76)}`,
    'is in standard Base64': (parts) =>
      parts.map((part) => Buffer.from(part, 'base64url').toString('base64')).join('.'),
    'has a dot more': (parts) => `${parts.join('.')}.`,
    'has a part more': (parts) => `${parts.join('.')}.${parts[2]}`,
    'stands twice': (parts) => `${parts.join('.')}.${parts.join('.')}`,
    'has two algorithms in its header': ([, payload, signature]) =>
      `${raw('{"alg":"RS256","alg":"none"}')}.${payload}.${signature}`,
    'has a header that is no object': ([, payload, signature]) =>
      `${encode([honest.header])}.${payload}.${signature}`,
    'has a header that is no JSON': ([, payload, signature]) =>
      `${raw('{alg:RS256}')}.${payload}.${signature}`,
    'has a payload that is no JSON': ([header]) =>
      `${header}.${raw('.')}.${rs256(`${header}.${raw('.')}`)}`,
    'has a payload that is a list': ([header]) => {
      const content = `${header}.${encode([honest.claims])}`;
      return `${content}.${rs256(content)}`;
    },
    'is JSON': ([header, payload, signature]) =>
      JSON.stringify({ protected: header, payload, signature, iss: 'a.b' }),
    'has a scheme before it': (parts) => `Bearer ${parts.join('.')}`,
  };

  it.each(Object.keys(cases))('%s', async (name) => {
    const token = cases[name]?.(honest.token.split('.') as [string, string, string]) ?? '';
    expect(await activate(token)).toBe('sso_token_invalid');
  });

  it('is encrypted to our public key', async () => {
    const token = await new CompactEncrypt(Buffer.from(honest.token))
      .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', cty: 'JWT' })
      .encrypt(createPublicKey(ownKey));
    expect(await activate(token)).toBe('sso_token_invalid');
  });

  it('is sealed with our secret key', async () => {
    const token = await new CompactEncrypt(Buffer.from(JSON.stringify(honest.claims)))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .encrypt(server.keys.current.binding[0].key);
    expect(await activate(token)).toBe('sso_token_invalid');
  });

  it('is longer than any of ours, with a signature of our key', async () => {
    const token = signed({ claims: { padding: 'x'.repeat(5_300) } });
    expect(token.length).toBeGreaterThan(8_192);
    expect(await activate(token)).toBe('validation_error');
  });

  it('is 1 MB long, with a signature of our key', async () => {
    const token = signed({ claims: { padding: 'x'.repeat(750_000) } });
    expect(token.length).toBeGreaterThan(1_000_000);
    expect(await activate(token)).toBe('payload_too_large');
  });
});

describe('a token of the demo identity provider, which signs with the same key, is refused', () => {
  it('at the account that uses that provider', async () => {
    expect(await activate(await demoToken())).toBe('sso_token_invalid');
  });

  it('at an account with the code of its client', async () => {
    const token = await demoToken();
    expect(decodeJwt(token).aud).toBe('latchkey');
    const namesake = await createCustomer(server, { kind: 'password' }, { code: 'latchkey' });
    expect((await namesake.activate({ id_token: token })).code).toBe('sso_token_invalid');
  });

  /** With the nonce of a sign-in of ours: all of a token but `iss` is the attacker's choice there. */
  async function demoToken(): Promise<string> {
    const nonce = new URL(await signInUrl()).searchParams.get('nonce') ?? '';
    const { connection } = (await server.store.customerAccounts.findByCode('acme')) ?? {};
    if (connection?.kind !== 'oidc') throw new Error('the demo account has no provider');
    const callback = `${server.url}/sign-in/callback/acme`;
    const query = new URLSearchParams({
      client_id: connection.client_id,
      redirect_uri: callback,
      response_type: 'code',
      nonce,
      scope: 'openid email',
      login_hint: ALICE,
      state: 'state',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    });
    const start = `${connection.issuer}/auth?${query.toString()}`;
    const { url } = await new UserAgent().follow(start, isAt(callback));
    const answer = await fetch(`${connection.issuer}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: readResult(url).code ?? '',
        redirect_uri: callback,
        code_verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
      }),
      headers: {
        Authorization: `Basic ${btoa(`${connection.client_id}:${connection.client_secret}`)}`,
      },
    });
    const { id_token: token } = (await answer.json()) as { id_token?: string };
    if (token === undefined) throw new Error('the demo identity provider gave no id token');
    return token;
  }
});

function client() {
  const { api_key: apiKey, shared_key: sharedKey } = server.demo;
  return createClient(server, { api_key: apiKey, shared_key: sharedKey });
}

async function signInUrl(): Promise<string> {
  const query = { product: 'demo', customer_account_code: 'acme', login_hint: ALICE };
  return (await client().call<{ url: string }>('getSsoUrl', { query })).body.url;
}

/** `activated`, or the code of the refusal. The same device each time, so that no seat or use is the reason. */
async function activate(token: string): Promise<unknown> {
  const { body } = await client().call('activateLicense', {
    body: {
      product: 'demo',
      hardware_id: 'a-device',
      customer_account_code: 'acme',
      id_token: token,
    },
  });
  return body['code'] ?? 'activated';
}

/** The honest header and claims, changed and signed: by our own key, or another. */
function signed(options: { header?: Json; claims?: Json; key?: KeyObject; hash?: string }): string {
  const header = encode({ ...honest.header, ...options.header });
  const content = `${header}.${encode({ ...honest.claims, ...options.claims })}`;
  return `${content}.${rs256(content, options.key, options.hash)}`;
}

function unsigned(header: Json): string {
  return `${encode({ ...honest.header, ...header })}.${encode(honest.claims)}`;
}

function rs256(content: string, key: KeyObject = ownKey, hash = 'sha256'): string {
  return signBytes(hash, Buffer.from(content), key).toString('base64url');
}

function encode(value: unknown): string {
  return raw(JSON.stringify(value));
}

function raw(text: string): string {
  return Buffer.from(text).toString('base64url');
}

function altered(text: string): string {
  const at = text.length - 40;
  return text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
}

/** The last letter of 256 bytes in base64url carries two bits, and four that count for nothing. */
function otherSpelling(signature: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = alphabet.indexOf(signature.slice(-1));
  const other = signature.slice(0, -1) + (alphabet[last ^ 1] ?? '');
  expect(Buffer.from(other, 'base64url')).toEqual(Buffer.from(signature, 'base64url'));
  return other;
}

/** The binding of the honest token as an unsecured JWT: as it would be, did nobody seal it. */
function unsealed(): string {
  const b = { credential: 'api_key 1', productId: 1, customerAccountId: 1, redirectUri: 'x' };
  return `${encode({ alg: 'none' })}.${encode({ b, iat: 0 })}.`;
}

function attackerKey(): KeyObject {
  return attacker.privateKey as unknown as KeyObject;
}

function attackerPublic(): KeyObject {
  return createPublicKey({ key: attacker.publicJwk, format: 'jwk' });
}

function spki(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'der' }).toString('base64');
}

/** What a careless server might take for the secret. */
function publicKeyEncodings(): Record<string, (key: KeyObject) => string | Buffer> {
  const pem = (key: KeyObject, type: 'spki' | 'pkcs1') =>
    key.export({ type, format: 'pem' }).toString();
  return {
    'PEM, SPKI': (key) => pem(key, 'spki'),
    'PEM, SPKI, without the last line break': (key) => pem(key, 'spki').trimEnd(),
    'PEM, SPKI, with CRLF': (key) => pem(key, 'spki').replaceAll('\n', '\r\n'),
    'PEM, PKCS #1': (key) => pem(key, 'pkcs1'),
    'PEM, PKCS #1, without the last line break': (key) => pem(key, 'pkcs1').trimEnd(),
    'DER, SPKI': (key) => key.export({ type: 'spki', format: 'der' }),
    'DER, PKCS #1': (key) => key.export({ type: 'pkcs1', format: 'der' }),
    'DER, SPKI, as Base64': spki,
    JWK: (key) => JSON.stringify(key.export({ format: 'jwk' })),
    'JWK, as in the key set': () => JSON.stringify(publicJwk()),
    'the modulus as text': () => publicJwk().n,
    'the modulus': () => Buffer.from(publicJwk().n, 'base64url'),
    'no secret': () => '',
    'the kid': () => publicJwk().kid,
  };
}

function publicJwk() {
  const { kty = '', n = '', e = '', kid = '' } = server.keys.current.openid[0] ?? {};
  return { kty, n, e, kid, use: 'sig', alg: 'RS256' };
}
