import type { Claims, Told } from './claims.ts';
import { providerText } from './provider-text.ts';

/** A claim that a provider sent, as people are shown it. */
export interface ShownClaim {
  readonly source: 'id_token' | 'userinfo' | 'token_response';
  readonly name: string;
  /** As text, cut; an ellipsis for what may be a secret. */
  readonly value: string;
}

/** Claims of one document. A provider may send any number. */
const MOST = 100;
/** Characters. */
const LONGEST_NAME = 100;
const LONGEST_VALUE = 300;
/** They tie tokens to each other and to the request, and say nothing of the person. */
const OF_THE_PROTOCOL = ['nonce', 'at_hash', 'c_hash', 's_hash'];
/** Some providers pass tokens of others on in claims. */
const SECRET_NAME = /token|secret|password|credential/i;
/** How each of their JWTs begins: `{"` in Base64url. */
const JWT = /eyJ[\w-]{10}/;

/** What a provider told of a sign-in, for whoever tests the connection: never a token. */
export function shownClaims({ idToken, userinfo, grantedScope }: Told): ShownClaim[] {
  return [
    ...claimsOf('id_token', idToken),
    ...claimsOf('userinfo', userinfo ?? {}),
    ...claimsOf('token_response', grantedScope === undefined ? {} : { scope: grantedScope }),
  ];
}

function claimsOf(source: ShownClaim['source'], claims: Claims): ShownClaim[] {
  return Object.entries(claims)
    .filter(([name]) => !OF_THE_PROTOCOL.includes(name))
    .slice(0, MOST)
    .map(([name, value]) => ({
      source,
      name: cut(name, LONGEST_NAME),
      value: SECRET_NAME.test(name) ? '…' : cut(textOf(value), LONGEST_VALUE),
    }));
}

function textOf(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return JWT.test(text) ? '…' : text;
}

function cut(text: string, longest: number): string {
  const clear = providerText(text) ?? '';
  return clear.length > longest ? `${clear.slice(0, longest - 1)}…` : clear;
}
