import { createPrivateKey, type KeyObject } from 'node:crypto';
import { publicKeyPem } from '../security/response-signature.ts';
import type { PrivateJwk } from '../security/new-secret.ts';
import { type Key, keysInOrder, type Purpose } from '../rules/key-schedule.ts';

/** A public key that answers verify with, and when it is in use. */
export interface PublishedKey {
  readonly pem: string;
  /** It signs from then on; answers may be verified with it before. */
  readonly from: Date;
  /** From then on nothing counts that it signed; null while nothing follows it. */
  readonly until: Date | null;
}

/** Seals what a sign-in is bound to: 32 bytes. */
export interface BindingKey {
  readonly kid: string;
  readonly key: Uint8Array;
}

/** The keys that count at a time. Of each list, the first is the one in use. */
export interface KeySet {
  /** Signs the answers of the License API. */
  readonly response: KeyObject;
  /** The public half of it in PEM, as applications carry it. */
  readonly responsePublic: string;
  readonly responsePublished: readonly PublishedKey[];
  /** Sign the id tokens. */
  readonly openid: readonly PrivateJwk[];
  /** Sign the cookies of the sign-in pages. */
  readonly cookies: readonly string[];
  readonly binding: readonly [BindingKey, ...BindingKey[]];
}

/** @throws where a purpose has no key */
export function createKeySet(keys: readonly Key[], now: Date): KeySet {
  const of = (purpose: Purpose) => keysInOrder(keys, purpose, now);
  const response = of('response').map((key) => ({ ...key, key: createPrivateKey(key.secret) }));
  const [inUse] = response;
  const [binding, ...otherBindings] = of('binding').map(({ kid, secret }) => ({
    kid,
    key: Buffer.from(secret, 'base64url'),
  }));
  if (inUse === undefined || binding === undefined) throw new Error('a key is missing');
  const responsePublished = response.map(({ key, activatesAt, expiresAt }) => ({
    pem: publicKeyPem(key),
    from: activatesAt,
    until: expiresAt,
  }));
  return {
    response: inUse.key,
    responsePublic: publicKeyPem(inUse.key),
    responsePublished,
    openid: of('openid').map(({ secret }) => JSON.parse(secret) as PrivateJwk),
    cookies: of('cookies').map(({ secret }) => secret),
    binding: [binding, ...otherBindings],
  };
}

/** Tells two sets apart: the keys in their order, and when they come and go. */
export function signatureOf(keys: readonly Key[], purposes: readonly Purpose[], now: Date): string {
  return JSON.stringify(
    purposes.map((purpose) =>
      keysInOrder(keys, purpose, now).map(({ kid, expiresAt }) => [kid, expiresAt]),
    ),
  );
}
