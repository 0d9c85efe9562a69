/**
 * What `sso_url` is measured against: bare node:http and node:sqlite that do the same checks and lookups, seal the same
 * binding and make the same signature, and nothing else. test/bench/twin.test.ts holds its answers against the server's.
 */
import {
  createCipheriv,
  createHmac,
  type KeyObject,
  randomBytes,
  sign,
  timingSafeEqual,
} from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { DatabaseSync } from 'node:sqlite';
import { type ErrorCode, statusOf } from '../src/rules/errors.ts';
import type { Sealing } from '../src/security/sealing.ts';

/** The database and the keys of a server, which the twin answers in place of. */
export interface TwinOptions {
  readonly database: DatabaseSync;
  readonly sealing: Sealing;
  readonly responseKey: KeyObject;
  readonly bindingKey: { readonly kid: string; readonly key: Uint8Array };
  readonly publicUrl: string;
  readonly clock: () => Date;
}

/** The path that takes two signatures and nothing of the database but the API key: what an activation must at least do. */
export const TWO_SIGNATURES_PATH = '/two-signatures';

const TOLERANCE = 15 * 60_000;
const PAIR = /(\w+)\s*=\s*"([^"]*)"/g;
const LOOPBACK = /^(http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost))(?::[1-9]\d{0,4})?(?=[/?]|$)/;

/** Thrown for what the server refuses too. */
class Refusal extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode) {
    super(code);
    this.code = code;
  }
}

/** Answers `GET /api/v4/sso_url`, whatever the path, and `TWO_SIGNATURES_PATH`. */
export function createTwin(options: TwinOptions): RequestListener {
  const { database, sealing, responseKey, bindingKey, publicUrl, clock } = options;
  const findKey = database.prepare(
    `select id, shared_key, limited, revoked_at,
       (select group_concat(product_id) from api_key_products where api_key_id = api_keys.id) as products
     from api_keys where api_key = ?`,
  );
  const findProduct = database.prepare(
    'select id, enabled, archived, authorization_method from products where code = ?',
  );
  const findAccount = database.prepare(
    `select customer_accounts.id, customer_accounts.enabled, connections.enabled as connected,
       default_response_type, allow_implicit, uri, is_default
     from customer_accounts
     left join connections on connections.customer_account_id = customer_accounts.id
     left join redirect_uris on redirect_uris.customer_account_id = customer_accounts.id
     where code = ? order by uri`,
  );
  const header = encode(JSON.stringify({ alg: 'dir', enc: 'A256GCM', kid: bindingKey.kid }));
  const headerBytes = Buffer.from(header);
  /** What was opened once: a sealed text is always of the same secret. */
  const opened = new Map<string, string>();

  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      const code = error instanceof Refusal ? error.code : 'internal_error';
      const status = statusOf[code];
      send(response, status, { status, code, message: code });
    });
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url = '' } = request;
    const key = authenticate(request);
    if (url === TWO_SIGNATURES_PATH) {
      await signText('device#license#');
      return send(response, 200, { key: key.id });
    }
    const query = new URLSearchParams(url.slice(url.indexOf('?')));
    send(response, 200, { url: signInUrl(query, key) });
  }

  function authenticate({ headers }: IncomingMessage): Key {
    const { date, authorization } = headers;
    if (date === undefined || authorization === undefined) throw new Refusal('missing_headers');
    const parts: Record<string, string> = {};
    for (const [, name = '', value = ''] of authorization.matchAll(PAIR)) parts[name] = value;
    const { algorithm, headers: signed, signature, apikey } = parts;
    if (signature === undefined || apikey === undefined) {
      throw new Refusal('authorization_missing_params');
    }
    if (signed !== 'date') throw new Refusal('authorization_invalid_headers');
    if (algorithm !== 'hmac-sha256') throw new Refusal('hmac_required');
    const key = findKey.get(apikey) as Key | undefined;
    if (key === undefined) throw new Refusal('invalid_api_key');
    if (key.revoked_at !== null) throw new Refusal('revoked_api_key');
    // NaN is not near the clock either.
    if (!(Math.abs(clock().getTime() - Date.parse(date)) <= TOLERANCE)) {
      throw new Refusal('date_header_diff');
    }
    const expected = createHmac('sha256', open(key))
      .update(`licenseSpring\ndate: ${date}`)
      .digest('base64');
    const [a, b] = [Buffer.from(signature), Buffer.from(expected)];
    if (a.length !== b.length || !timingSafeEqual(a, b)) throw new Refusal('signature_mismatch');
    return key;
  }

  function open({ id, shared_key: sealed }: Key): string {
    const known = opened.get(sealed);
    if (known !== undefined) return known;
    const secret = sealing.open(sealed, { table: 'api_keys', column: 'shared_key', row: id });
    opened.set(sealed, secret);
    return secret;
  }

  function signInUrl(query: URLSearchParams, key: Key): string {
    const product = findProduct.get(query.get('product') ?? '') as Product | undefined;
    if (product === undefined) throw new Refusal('unknown_product');
    if (key.limited === 1 && !(key.products ?? '').split(',').includes(String(product.id))) {
      throw new Refusal('api_key_product_not_allowed');
    }
    if (product.enabled !== 1) throw new Refusal('disabled_product');
    if (product.archived !== 0) throw new Refusal('archived_product');
    if (product.authorization_method !== 'user') throw new Refusal('validation_error');

    const code = query.get('customer_account_code') ?? '';
    const rows = findAccount.all(code) as unknown as AccountRow[];
    const [account] = rows;
    if (account === undefined) throw new Refusal('customer_account_not_found');
    if (account.enabled !== 1 || account.connected !== 1 || account.uri === null) {
      throw new Refusal('sso_not_configured');
    }
    const grant = query.get('response_type') ?? account.default_response_type;
    if (grant === 'token' && account.allow_implicit !== 1) {
      throw new Refusal('response_type_not_allowed');
    }
    const given = query.get('redirect_uri');
    const chosen = rows.find((row) => row.is_default === 1) ?? account;
    const redirectUri = given ?? chosen.uri ?? '';
    const bare = redirectUri.replace(LOOPBACK, '$1');
    if (!rows.some(({ uri }) => uri === redirectUri || uri?.replace(LOOPBACK, '$1') === bare)) {
      throw new Refusal('redirect_uri_not_allowed');
    }

    const responseType = grant === 'code' ? 'code' : 'id_token token';
    const binding = {
      credential: `api_key ${key.id}`,
      productId: product.id,
      bundleId: null,
      customerAccountId: account.id,
      redirectUri,
      redirectUriGiven: given !== null,
      codeChallenge: query.get('code_challenge'),
      responseType,
    };
    const parameters = new URLSearchParams({
      client_id: code,
      response_type: responseType,
      scope: 'openid email',
      redirect_uri: redirectUri,
      nonce: seal(binding),
    });
    for (const name of PASSED_ON) {
      const value = query.get(name);
      if (value !== null) parameters.set(name, value);
    }
    return `${publicUrl}/oidc/auth?${parameters.toString()}`;
  }

  /** A compact JWE (RFC 7516), `dir` with `A256GCM`. */
  function seal(binding: object): string {
    const payload = JSON.stringify({ b: binding, iat: Math.floor(clock().getTime() / 1_000) });
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', bindingKey.key, iv).setAAD(headerBytes);
    const text = Buffer.concat([cipher.update(payload), cipher.final()]).toString('base64url');
    return `${header}..${iv.toString('base64url')}.${text}.${cipher.getAuthTag().toString('base64url')}`;
  }

  function send(response: ServerResponse, status: number, body: object): void {
    const bytes = Buffer.from(JSON.stringify(body));
    sign('sha256', bytes, responseKey, (error, signature) => {
      if (error !== null) {
        response.destroy(error);
        return;
      }
      response.writeHead(status, {
        'Content-Type': 'application/json; charset=utf-8',
        'Content-Length': bytes.length,
        'Cache-Control': 'no-store',
        'X-Content-Type-Options': 'nosniff',
        LicenseSignature: signature.toString('base64'),
      });
      response.end(bytes);
    });
  }

  function signText(text: string): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      sign('sha256', Buffer.from(text), responseKey, (error, signature) => {
        if (error === null) resolve(signature);
        else reject(error);
      });
    });
  }
}

/** Parameters that go into the URL as they come, after those of the twin. */
const PASSED_ON = [
  'state',
  'code_challenge',
  'code_challenge_method',
  'login_hint',
  'prompt',
  'ui_locales',
];

interface Key {
  readonly id: number;
  readonly shared_key: string;
  readonly limited: number;
  readonly revoked_at: number | null;
  /** The ids of the products that it is limited to, with commas. */
  readonly products: string | null;
}

interface Product {
  readonly id: number;
  readonly enabled: number;
  readonly archived: number;
  readonly authorization_method: string;
}

/** A row for each redirect URI. */
interface AccountRow {
  readonly id: number;
  readonly enabled: number;
  readonly connected: number | null;
  readonly default_response_type: string;
  readonly allow_implicit: number;
  readonly uri: string | null;
  readonly is_default: number;
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64url');
}
