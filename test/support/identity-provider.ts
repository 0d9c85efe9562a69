import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import {
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  type JWK,
  type JWTHeaderParameters,
  SignJWT,
} from 'jose';
import { DEFAULT_OIDC_SETTINGS, type OidcConnection } from '../../src/rules/oidc-connection.ts';

export type Endpoint = 'discovery' | 'authorize' | 'token' | 'keys' | 'userinfo';
export type Claims = Record<string, unknown>;

const PATHS: Record<string, Endpoint> = {
  '/.well-known/openid-configuration': 'discovery',
  '/authorize': 'authorize',
  '/token': 'token',
  '/keys': 'keys',
  '/userinfo': 'userinfo',
};

/** A signing key, with what stands in the key set for it. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

export async function createSigningKey(kid: string = randomUUID()): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  return {
    kid,
    privateKey,
    publicJwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' },
  };
}

/** A customer's OpenID provider: strict and honest, until a test tells it otherwise. Signs everybody in at once. */
export class IdentityProvider {
  readonly url: string;
  /** For LATCHKEY_PRIVATE_PROVIDERS. */
  readonly host: string;
  clientId = 'latchkey-at-customer';
  clientSecret: string = randomUUID();
  /** Every request, in order. */
  readonly requests: { endpoint: Endpoint | undefined; url: URL; body: URLSearchParams }[] = [];
  /** Set over the honest claims of id tokens; undefined leaves one out. */
  claims: Claims = {};
  /** Set over the honest answer of the token endpoint, beside its id token. */
  tokenResponse: Record<string, unknown> = {};
  /** Set over the honest parameters of the way back. */
  back: Record<string, string | undefined> = {};
  /** The one way in which the client may show its secret; undefined for both. */
  authMethod: 'client_secret_basic' | 'client_secret_post' | undefined;
  /** True when a code is used up by a request with a wrong client authentication. */
  usesUpCodes = false;
  /** Set over the honest discovery document. */
  metadata: Record<string, unknown> = {};
  userinfo: Claims | undefined;
  /** Makes the id token, in place of signing the claims with the first key. */
  idToken: ((claims: Claims) => string | Promise<string>) | undefined;
  /** Take the place of honest endpoints. */
  readonly takeovers: {
    [One in Endpoint]?: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
  } = {};
  /** The first one signs, all are published. */
  keys: SigningKey[];
  readonly #codes = new Map<string, URLSearchParams>();
  readonly #close: () => Promise<void>;

  private constructor(port: number, key: SigningKey, close: () => Promise<void>) {
    this.host = `127.0.0.1:${port}`;
    this.url = `http://${this.host}`;
    this.keys = [key];
    this.#close = close;
  }

  /** @param key spares making one */
  static async start(key?: SigningKey): Promise<IdentityProvider> {
    key ??= await createSigningKey();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const provider = new IdentityProvider(port, key, async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    server.on('request', (request, response) => void provider.#answer(request, response));
    return provider;
  }

  /** A connection that leads here. */
  connection(over: Partial<OidcConnection> = {}): OidcConnection {
    return {
      ...DEFAULT_OIDC_SETTINGS,
      kind: 'oidc',
      issuer: this.url,
      client_id: this.clientId,
      client_secret: this.clientSecret,
      ...over,
    };
  }

  /** Honest again, and without memory. */
  reset(): void {
    this.requests.length = 0;
    this.claims = {};
    this.tokenResponse = {};
    this.back = {};
    this.authMethod = undefined;
    this.usesUpCodes = false;
    this.metadata = {};
    this.userinfo = undefined;
    this.idToken = undefined;
    for (const endpoint of Object.values(PATHS)) this.takeovers[endpoint] = undefined;
  }

  count(endpoint: Endpoint): number {
    return this.requests.filter((one) => one.endpoint === endpoint).length;
  }

  /** The parameters that the browser, or Latchkey, sent there last. */
  last(endpoint: 'authorize' | 'token'): URLSearchParams {
    const request = this.requests.findLast((one) => one.endpoint === endpoint);
    if (request === undefined) throw new Error(`nobody was at ${endpoint}`);
    return endpoint === 'token' ? request.body : request.url.searchParams;
  }

  sign(
    claims: Claims,
    options: { key?: SigningKey; header?: Partial<JWTHeaderParameters> } = {},
  ): Promise<string> {
    const [first] = this.keys;
    const { key = first } = options;
    if (key === undefined) throw new Error('no key to sign with');
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid: key.kid, ...options.header })
      .sign(key.privateKey);
  }

  close(): Promise<void> {
    return this.#close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    const endpoint = PATHS[url.pathname];
    const body = new URLSearchParams(await text(request));
    this.requests.push({ endpoint, url, body });
    const takeover = endpoint && this.takeovers[endpoint];
    if (takeover !== undefined) return takeover(request, response);
    switch (endpoint) {
      case 'discovery':
        return send(response, 200, { ...this.#metadata(), ...this.metadata });
      case 'authorize':
        return this.#authorize(url.searchParams, response);
      case 'token':
        return this.#token(request, body, response);
      case 'keys':
        return send(response, 200, { keys: this.keys.map(({ publicJwk }) => publicJwk) });
      case 'userinfo':
        return send(response, 200, this.userinfo ?? {});
      case undefined:
        return send(response, 404, {});
    }
  }

  #metadata() {
    return {
      issuer: this.url,
      authorization_endpoint: `${this.url}/authorize`,
      token_endpoint: `${this.url}/token`,
      jwks_uri: `${this.url}/keys`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
    };
  }

  #authorize(parameters: URLSearchParams, response: ServerResponse): void {
    const code = randomUUID();
    this.#codes.set(code, parameters);
    const back = new URL(parameters.get('redirect_uri') ?? '');
    const answer: typeof this.back = { code, state: parameters.get('state') ?? '', ...this.back };
    const fields = Object.entries(answer).filter(([, value]) => value !== undefined);
    if (parameters.get('response_mode') === 'form_post') return postBack(response, back, fields);
    for (const [name, value] of fields) back.searchParams.set(name, value ?? '');
    response.writeHead(302, { Location: back.href }).end();
  }

  async #token(
    request: IncomingMessage,
    body: URLSearchParams,
    response: ServerResponse,
  ): Promise<void> {
    const code = body.get('code') ?? '';
    if (!this.#isClient(request, body)) {
      if (this.usesUpCodes) this.#codes.delete(code);
      return send(response, 401, { error: 'invalid_client' });
    }
    const asked = this.#codes.get(code);
    this.#codes.delete(code);
    const isHonest =
      asked !== undefined &&
      body.get('redirect_uri') === asked.get('redirect_uri') &&
      s256(body.get('code_verifier') ?? '') === asked.get('code_challenge');
    if (!isHonest) return send(response, 400, { error: 'invalid_grant' });
    const now = Math.floor(Date.now() / 1_000);
    const claims: Claims = {
      iss: this.url,
      aud: this.clientId,
      sub: 'subject',
      iat: now,
      exp: now + 300,
      nonce: asked.get('nonce'),
      email: 'somebody@customer.test',
      email_verified: true,
      ...this.claims,
    };
    send(response, 200, {
      access_token: randomUUID(),
      token_type: 'Bearer',
      ...this.tokenResponse,
      id_token: await (this.idToken ?? ((given) => this.sign(given)))(claims),
    });
  }

  /** client_secret_basic, whose parts are form-encoded (RFC 6749, section 2.3.1), or client_secret_post. */
  #isClient(request: IncomingMessage, body: URLSearchParams): boolean {
    const [, basic = ''] = /^Basic (.+)$/.exec(request.headers.authorization ?? '') ?? [];
    const parts = Buffer.from(basic, 'base64').toString().split(':');
    // Decoded as a form is: a plus is a blank.
    const shown = parts.map((part) => new URLSearchParams(`v=${part}`).get('v'));
    const posted = [body.get('client_id'), body.get('client_secret')];
    const ways = { client_secret_basic: shown, client_secret_post: posted };
    return Object.entries(ways).some(
      ([method, [id, secret]]) =>
        (this.authMethod ?? method) === method &&
        id === this.clientId &&
        secret === this.clientSecret,
    );
  }
}

/** A PKCE challenge (RFC 7636, section 4.2). */
export function s256(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

/** A page that submits itself, in a browser that runs its script (OAuth 2.0 Form Post Response Mode). */
function postBack(
  response: ServerResponse,
  action: URL,
  fields: readonly (readonly [string, string | undefined])[],
): void {
  const inputs = fields.map(
    ([name, value = '']) => `<input type="hidden" name="${name}" value="${value}">`,
  );
  response
    .writeHead(200, { 'Content-Type': 'text/html' })
    .end(
      `<!doctype html><title>Going on</title><body onload="document.forms[0].submit()">` +
        `<form method="post" action="${action.href}">${inputs.join('')}</form>`,
    );
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
