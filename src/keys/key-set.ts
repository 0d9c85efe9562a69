import { createPrivateKey, type KeyObject } from 'node:crypto';
import { publicKeyPem } from '../security/response-signature.ts';
import type { PrivateJwk } from '../security/new-secret.ts';
import { type Key, keysInOrder, type Purpose } from '../rules/key-schedule.ts';

/** A public key that verifies responses, and when its private half signs. */
export interface PublishedKey {
  readonly pem: string;
  /** It signs from then on. */
  readonly from: Date;
  /** Its signatures are invalid from then on; null while there is no next key. */
  readonly until: Date | null;
}

/** Encrypts bindings of sign-ins. `key` has 32 bytes. */
interface BindingKey {
  readonly kid: string;
  readonly key: Uint8Array;
}

/** The valid keys at a time. The first of each list is in use. */
export interface KeySet {
  /** Signs the responses of the License API. */
  readonly response: KeyObject;
  /** Its public half in PEM. */
  readonly responsePublic: string;
  readonly responsePublished: readonly PublishedKey[];
  /** Sign id tokens. */
  readonly openid: readonly PrivateJwk[];
  /** Sign cookies of the sign-in pages. */
  readonly cookies: readonly string[];
  readonly binding: readonly [BindingKey, ...BindingKey[]];
}

/** @throws when a purpose has no key */
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

/** Differs for two sets with different keys, order or expiry. */
export function signatureOf(keys: readonly Key[], purposes: readonly Purpose[], now: Date): string {
  return JSON.stringify(
    purposes.map((purpose) =>
      keysInOrder(keys, purpose, now).map(({ kid, expiresAt }) => [kid, expiresAt]),
    ),
  );
}
