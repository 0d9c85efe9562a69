import { LONGEST_EMAIL, normalizeEmail } from '../rules/license-user.ts';
import type { OidcSettings } from '../rules/oidc-connection.ts';
import type { UserRefusal } from './user-refusal.ts';

/** The claims of an ID token or of a userinfo response. */
export type Claims = Readonly<Record<string, unknown>>;

/** All claims that a provider sent for one sign-in. The tokens are verified, the claims are not yet evaluated. */
export interface ReceivedClaims {
  readonly idToken: Claims;
  /** Undefined when it was not requested. */
  readonly userinfo: Claims | undefined;
  /** `scope` of the token response; undefined when it was not sent. */
  readonly grantedScope: string | undefined;
}

/** The user whom the identity provider has signed in. */
interface OidcUser {
  readonly subject: string;
  /** In lower case. */
  readonly email: string;
}

/** Who the user is, or why the user is refused. The address is for the audit log; undefined when it was not sent. */
export type UserIdentification =
  | { readonly user: OidcUser }
  | { readonly refusal: UserRefusal; readonly email: string | undefined };

type Rules = Pick<OidcSettings, 'trust' | 'email_claim' | 'required_claims'>;

/** True when the ID token lacks claims that the userinfo endpoint may have. */
export function needsUserinfo(idToken: Claims, rules: Rules): boolean {
  return (
    !isComplete(idToken, rules) ||
    Object.keys(rules.required_claims).some((name) => isMissing(valueOf(idToken, name)))
  );
}

/** Reads who the user is from the provider's claims, by the rules of a connection (docs/pages/decisions.md#who-the-user-is). */
export function identifyUser(received: ReceivedClaims, rules: Rules): UserIdentification {
  const { idToken, userinfo, grantedScope } = received;
  const { trust, email_claim: emailClaim } = rules;
  const subject = idToken['sub'];
  if (typeof subject !== 'string' || subject === '') {
    return { refusal: { cause: 'subject_missing' }, email: undefined };
  }

  const document = chooseDocument(idToken, userinfo, rules);
  const email = readAddress(valueOf(document, emailClaim));
  if (email === undefined) {
    const isDeclined = emailClaim === 'email' && lacksEmail(grantedScope);
    return {
      refusal: isDeclined
        ? { cause: 'email_declined' }
        : { cause: 'email_missing', claim: emailClaim },
      email: undefined,
    };
  }
  // `email_verified` is about the claim `email` only (OpenID Connect Core, section 5.1).
  if (trust !== 'managed' && emailClaim === 'email') {
    const verified = valueOf(document, 'email_verified');
    if (isMissing(verified) && trust === 'verified') {
      return { refusal: { cause: 'email_verification_unstated' }, email };
    }
    // False in the ID token counts also when the address is from the userinfo endpoint.
    if ([verified, valueOf(idToken, 'email_verified')].some(isFalse)) {
      return { refusal: { cause: 'email_not_verified' }, email };
    }
  }
  for (const [claim, required] of Object.entries(rules.required_claims)) {
    const [actual] = [valueOf(idToken, claim), userinfo && valueOf(userinfo, claim)].filter(
      (value) => !isMissing(value),
    );
    if (isMissing(actual)) {
      return { refusal: { cause: 'required_claim_missing', claim, required }, email };
    }
    if (!hasValue(actual, required)) {
      return { refusal: { cause: 'required_claim_different', claim, required }, email };
    }
  }
  return { user: { subject, email } };
}

/**
 * Chooses the ID token or the userinfo response. The address and `email_verified` must come from the same one: either
 * may be older, so the verified address of one need not be the address in the other.
 */
function chooseDocument(idToken: Claims, userinfo: Claims | undefined, rules: Rules): Claims {
  if (userinfo === undefined || isComplete(idToken, rules)) return idToken;
  return isMissing(valueOf(userinfo, rules.email_claim)) ? idToken : userinfo;
}

/** True when a document has all claims about the address that the rules need. */
function isComplete(document: Claims, { email_claim: emailClaim, trust }: Rules): boolean {
  if (isMissing(valueOf(document, emailClaim))) return false;
  return trust !== 'verified' || !isMissing(valueOf(document, 'email_verified'));
}

/** Reads own properties only: a claim may be named `constructor`. */
function valueOf(document: Claims, name: string): unknown {
  return Object.hasOwn(document, name) ? document[name] : undefined;
}

function isMissing(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === undefined || value === null || (typeof value === 'string' && !value.trim());
}

/** Azure AD B2C sends a list with one address. Other providers send white space around it. */
function readAddress(value: unknown): string | undefined {
  const text: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
  if (typeof text !== 'string' || text.length > LONGEST_EMAIL) return undefined;
  const address = text.trim();
  return ADDRESS.test(address) ? normalizeEmail(address) : undefined;
}

/** The pattern of e-mail addresses of license users in the contract. */
// eslint-disable-next-line no-control-regex -- control characters are what it excludes
const ADDRESS = /^[^\s@\u0000-\u001f]+@[^\s@\u0000-\u001f]+$/;

/** Some providers send booleans as strings or numbers. */
function readBoolean(value: unknown): boolean | undefined {
  const text = textOf(value);
  if (text === 'true' || text === '1') return true;
  return text === 'false' || text === '0' ? false : undefined;
}

/** Any value other than true counts as false, except a missing one. */
function isFalse(verified: unknown): boolean {
  return !isMissing(verified) && readBoolean(verified) !== true;
}

/** A list has a value when one of its members is equal to it: groups and roles are lists. */
function hasValue(actual: unknown, required: string): boolean {
  if (Array.isArray(actual)) return actual.some((one) => isSame(one, required));
  return isSame(actual, required);
}

function isSame(actual: unknown, required: string): boolean {
  const text = textOf(actual);
  if (text === undefined) return false;
  const truth = readBoolean(actual);
  return text === textOf(required) || (truth !== undefined && truth === readBoolean(required));
}

/** Converts strings, booleans and numbers to trimmed text in lower case, so that they can be compared. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim().toLowerCase();
  return typeof value === 'boolean' || typeof value === 'number' ? String(value) : undefined;
}

/** True when the user did not grant the address: a provider sends the granted scopes when they differ (RFC 6749, section 5.1). */
function lacksEmail(grantedScope: string | undefined): boolean {
  // Google calls it https://www.googleapis.com/auth/userinfo.email.
  return grantedScope !== undefined && grantedScope !== '' && !/email/i.test(grantedScope);
}
