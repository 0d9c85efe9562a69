import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Deps } from '../deps.ts';
import { ApiError } from '../rules/errors.ts';
import type { ApiKey } from '../rules/api-key.ts';
import { authorizationHeaders, invalidHeaders } from './authorization-headers.ts';
import { checkDate } from './check-date.ts';

const PARAMETERS = ['algorithm', 'headers', 'signature', 'apikey'] as const;
type Parameter = (typeof PARAMETERS)[number];

/**
 * Authenticates a request of the License API by its signature: an HMAC-SHA256 over the Date header.
 * @param rawHeaders alternating names and values, with duplicates
 * @returns the API key that signed the request
 * @throws ApiError missing_headers, authorization_missing_params, authorization_invalid_headers,
 *   hmac_required, invalid_api_key, revoked_api_key, date_header_diff, signature_mismatch
 */
export async function requestSignature(
  deps: Pick<Deps, 'store' | 'clock'>,
  rawHeaders: readonly string[],
): Promise<ApiKey> {
  const { date, authorization } = authorizationHeaders(rawHeaders);
  const { algorithm, headers, signature, apikey } = parseAuthorization(authorization);
  if (headers.toLowerCase() !== 'date') {
    throw invalidHeaders('Invalid headers value in the authorization: it must be "date".');
  }
  if (algorithm.toLowerCase() !== 'hmac-sha256') {
    throw new ApiError(
      'hmac_required',
      'The algorithm in the authorization must be "hmac-sha256".',
    );
  }

  const apiKey = await deps.store.apiKeys.findByKey(apikey);
  if (apiKey === undefined) {
    throw new ApiError('invalid_api_key', 'Provided API key is not valid.');
  }
  if (apiKey.revoked_at !== null) {
    throw new ApiError('revoked_api_key', 'Provided API key was revoked.');
  }
  checkDate(date, deps.clock());
  if (!isSignature(signature, sign(apiKey.shared_key, date))) {
    throw signatureMismatch('the signature does not match the Date header and the shared key.');
  }
  return apiKey;
}

export function signatureMismatch(why: string): ApiError {
  return new ApiError('signature_mismatch', `Signature mismatch: ${why}`, {
    headers: { 'WWW-Authenticate': 'hmac-sha256 headers="date"' },
  });
}

/**
 * Signs the date of a request.
 * @param more further lines: those of a request file
 * @returns the Base64 of the HMAC
 */
export function sign(sharedKey: string, date: string, ...more: readonly string[]): string {
  const text = ['licenseSpring', `date: ${date}`, ...more].join('\n');
  return createHmac('sha256', sharedKey).update(text).digest('base64');
}

const PAIR = String.raw`\s*([a-z]+)\s*=\s*"([^"]*)"\s*`;
const ONE_PAIR = new RegExp(`(?:^|,)${PAIR}`, 'gi');
const ONLY_PAIRS = new RegExp(`^${PAIR}(?:,${PAIR})*$`, 'i');

/** Parses `name="value"` pairs, separated by commas with or without spaces. */
function parseAuthorization(header: string): Record<Parameter, string> {
  const pairs = header.matchAll(ONE_PAIR);
  const parameters = new Map<string, string>();
  for (const [, name = '', value = ''] of pairs) {
    const key = name.toLowerCase();
    if (parameters.has(key)) {
      throw invalidHeaders(`The parameter ${key} is repeated in the authorization.`);
    }
    parameters.set(key, value);
  }
  const missing = PARAMETERS.filter((name) => (parameters.get(name) ?? '') === '');
  if (missing.length > 0) {
    throw new ApiError(
      'authorization_missing_params',
      `Some parameters are missing in the authorization: ${missing.join(', ')}`,
    );
  }
  if (!ONLY_PAIRS.test(header)) {
    throw invalidHeaders('The authorization must be name="value" pairs with commas between them.');
  }
  const value = (name: Parameter) => parameters.get(name) ?? '';
  return {
    algorithm: value('algorithm'),
    headers: value('headers'),
    signature: value('signature'),
    apikey: value('apikey'),
  };
}

/** Compares the texts, not the bytes, because only the canonical spelling is accepted (docs/pages/decisions.md#canonical-base64). */
export function isSignature(received: string, expected: string): boolean {
  const [a, b] = [Buffer.from(received), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
