import type { Claims, ReceivedClaims } from './claims.ts';
import { sanitizeProviderText } from './provider-text.ts';

/** A received claim, shortened and without secrets, for the result of a test sign-in. */
export interface DisplayedClaim {
  readonly source: 'id_token' | 'userinfo' | 'token_response';
  readonly name: string;
  /** As text; an ellipsis replaces values that may be secret. */
  readonly value: string;
}

/** Claims from one source. A provider may send any number. */
const MAX_CLAIMS = 100;
/** Characters. */
const LONGEST_NAME = 100;
const LONGEST_VALUE = 300;
/** Claims that bind tokens to each other and to the request. They say nothing about the user. */
const PROTOCOL_CLAIMS = ['nonce', 'at_hash', 'c_hash', 's_hash'];
/** Some providers put tokens of other services into claims. */
const SECRET_NAME = /token|secret|password|credential/i;
/** The beginning of every JWT: `{"` in Base64url. */
const JWT = /eyJ[\w-]{10}/;

/** Converts the received claims for display to the vendor. Tokens and secrets are removed. */
export function displayClaims({
  idToken,
  userinfo,
  grantedScope,
}: ReceivedClaims): DisplayedClaim[] {
  return [
    ...claimsOf('id_token', idToken),
    ...claimsOf('userinfo', userinfo ?? {}),
    ...claimsOf('token_response', grantedScope === undefined ? {} : { scope: grantedScope }),
  ];
}

function claimsOf(source: DisplayedClaim['source'], claims: Claims): DisplayedClaim[] {
  return Object.entries(claims)
    .filter(([name]) => !PROTOCOL_CLAIMS.includes(name))
    .slice(0, MAX_CLAIMS)
    .map(([name, value]) => ({
      source,
      name: shorten(name, LONGEST_NAME),
      value: SECRET_NAME.test(name) ? '…' : shorten(textOf(value), LONGEST_VALUE),
    }));
}

function textOf(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return JWT.test(text) ? '…' : text;
}

function shorten(text: string, longest: number): string {
  const safe = sanitizeProviderText(text) ?? '';
  return safe.length > longest ? `${safe.slice(0, longest - 1)}…` : safe;
}
