import { LONGEST_EMAIL, normalizeEmail } from '../rules/license-user.ts';
import type { OidcSettings } from '../rules/oidc-connection.ts';
import type { PersonRefusal } from './user-refusal.ts';

/** What a provider says of somebody: the claims of an id token, or a userinfo answer. */
export type Claims = Readonly<Record<string, unknown>>;

/** What a provider told of one sign-in. All of it is checked but for what it says. */
export interface Told {
  readonly idToken: Claims;
  /** Undefined where it was not asked for. */
  readonly userinfo: Claims | undefined;
  /** `scope` of the token response, where it was there. */
  readonly grantedScope: string | undefined;
}

/** Whom the identity provider vouches for. */
export interface OidcPerson {
  readonly subject: string;
  /** In lower case. */
  readonly email: string;
}

/** Who somebody is, or why they are refused. The address is there for the audit log, where it was told. */
export type PersonReading =
  | { readonly person: OidcPerson }
  | { readonly refusal: PersonRefusal; readonly email: string | undefined };

type Rules = Pick<OidcSettings, 'trust' | 'emailClaim' | 'requiredClaims'>;

/** Whether the id token leaves something open that userinfo may say. */
export function needsUserinfo(idToken: Claims, rules: Rules): boolean {
  return (
    !isWhole(idToken, rules) ||
    Object.keys(rules.requiredClaims).some((name) => isMissing(valueOf(idToken, name)))
  );
}

/** Reads who the user is from the provider's claims, by the rules of a connection (docs/pages/decisions.md#who-the-user-is). */
export function readPerson(told: Told, rules: Rules): PersonReading {
  const { idToken, userinfo, grantedScope } = told;
  const { trust, emailClaim } = rules;
  const subject = idToken['sub'];
  if (typeof subject !== 'string' || subject === '') {
    return { refusal: { cause: 'subject_missing' }, email: undefined };
  }

  const document = documentOf(idToken, userinfo, rules);
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
  // It speaks of `email` alone (OpenID Connect Core, section 5.1).
  if (trust !== 'managed' && emailClaim === 'email') {
    const verified = valueOf(document, 'email_verified');
    if (isMissing(verified) && trust === 'verified') {
      return { refusal: { cause: 'email_verification_unstated' }, email };
    }
    // A no of the id token counts also where the address stands at userinfo.
    if ([verified, valueOf(idToken, 'email_verified')].some(isDenied)) {
      return { refusal: { cause: 'email_not_verified' }, email };
    }
  }
  for (const [claim, required] of Object.entries(rules.requiredClaims)) {
    const [stated] = [valueOf(idToken, claim), userinfo && valueOf(userinfo, claim)].filter(
      (value) => !isMissing(value),
    );
    if (isMissing(stated)) {
      return { refusal: { cause: 'required_claim_missing', claim, required }, email };
    }
    if (!isRequired(stated, required)) {
      return { refusal: { cause: 'required_claim_different', claim, required }, email };
    }
  }
  return { person: { subject, email } };
}

/**
 * The one document that address and `email_verified` are both taken from. The one may be older than the other: what
 * is verified in one document need not be the address of the other.
 */
function documentOf(idToken: Claims, userinfo: Claims | undefined, rules: Rules): Claims {
  if (userinfo === undefined || isWhole(idToken, rules)) return idToken;
  return isMissing(valueOf(userinfo, rules.emailClaim)) ? idToken : userinfo;
}

/** Whether a document says all that must be known of the address. */
function isWhole(document: Claims, { emailClaim, trust }: Rules): boolean {
  if (isMissing(valueOf(document, emailClaim))) return false;
  return trust !== 'verified' || !isMissing(valueOf(document, 'email_verified'));
}

/** Own properties alone: a claim may be called `constructor`. */
function valueOf(document: Claims, name: string): unknown {
  return Object.hasOwn(document, name) ? document[name] : undefined;
}

function isMissing(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === undefined || value === null || (typeof value === 'string' && !value.trim());
}

/** Azure AD B2C gives a list of one; others leave blanks around an address. */
function readAddress(value: unknown): string | undefined {
  const text: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
  if (typeof text !== 'string' || text.length > LONGEST_EMAIL) return undefined;
  const address = text.trim();
  return ADDRESS.test(address) ? normalizeEmail(address) : undefined;
}

/** As the contract has it for license users. */
// eslint-disable-next-line no-control-regex -- they are what is kept out
const ADDRESS = /^[^\s@\u0000-\u001f]+@[^\s@\u0000-\u001f]+$/;

/** Some providers write booleans as text or as numbers. */
function readBoolean(value: unknown): boolean | undefined {
  const text = textOf(value);
  if (text === 'true' || text === '1') return true;
  return text === 'false' || text === '0' ? false : undefined;
}

/** What is neither true nor false is not true. */
function isDenied(verified: unknown): boolean {
  return !isMissing(verified) && readBoolean(verified) !== true;
}

/** A list has a value where one of its members is it: groups and roles are lists. */
function isRequired(stated: unknown, required: string): boolean {
  if (Array.isArray(stated)) return stated.some((one) => isSame(one, required));
  return isSame(stated, required);
}

function isSame(stated: unknown, required: string): boolean {
  const text = textOf(stated);
  if (text === undefined) return false;
  const truth = readBoolean(stated);
  return text === textOf(required) || (truth !== undefined && truth === readBoolean(required));
}

/** Text, boolean or number, so that they can be compared: without blanks around it, and in lower case. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim().toLowerCase();
  return typeof value === 'boolean' || typeof value === 'number' ? String(value) : undefined;
}

/** Whether the person did not grant the address: a provider names the scopes where they differ (RFC 6749, section 5.1). */
function lacksEmail(grantedScope: string | undefined): boolean {
  // Google calls it https://www.googleapis.com/auth/userinfo.email.
  return grantedScope !== undefined && grantedScope !== '' && !/email/i.test(grantedScope);
}
