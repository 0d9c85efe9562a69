import { createHash } from 'node:crypto';
import type { About } from '../rules/about.ts';
import type { Deps } from '../deps.ts';
import { ApiError } from '../rules/errors.ts';
import { issuerUrl } from '../config/issuer-url.ts';
import type { SignInForm } from '../rules/authorization-form.ts';
import { type Credential, nameCredential } from '../rules/credential.ts';
import { type Binding, openBinding } from '../rules/binding.ts';
import type { ConnectedAccount } from '../rules/customer-account.ts';
import { accountInScope } from './account-in-scope.ts';
import { accessTokenHash, expiredToken, invalidToken, verifyIdToken } from './id-token.ts';
import type { Identity } from '../rules/identity.ts';

/** The use of a token, which binds it to the first device. Codes have none, because they work once. */
export interface TokenUse {
  readonly id: string;
  readonly expiresAt: Date;
}

/** The product that a sign-in is used for, or the bundle, or a product of a bundle. */
export interface SignInTarget {
  /** The code that the request names. */
  readonly code: string;
  readonly productId?: number | undefined;
  readonly bundleId?: number | undefined;
}

/** A redeemed sign-in. */
export interface SignIn {
  readonly identity: Identity;
  readonly account: ConnectedAccount;
  readonly tokenUse: TokenUse | undefined;
}

/** The content of a code or token, before its binding is checked. */
interface RedeemedToken {
  readonly sub: unknown;
  readonly nonce: unknown;
  readonly tokenUse: TokenUse | undefined;
}

/**
 * Redeems the code or token of a sign-in. A code is consumed here even when the request is refused afterwards
 * (docs/pages/decisions.md#codes-are-consumed-first). All failures get the same response; the log contains the reason.
 * The e-mail address of its user goes into `request.about` for the audit log, also when the request is refused.
 * @throws ApiError customer_account_not_found, sso_not_configured, sso_code_invalid, sso_token_invalid,
 *   sso_token_expired
 */
export async function redeemSignIn(
  deps: Deps,
  request: { form: SignInForm; credential: Credential; target: SignInTarget; about: About },
): Promise<SignIn> {
  const { form, credential, target, about } = request;
  const code = form.customerAccountCode;
  const account = await accountInScope(deps, credential, code);
  const invalid = form.kind === 'code' ? invalidCode : invalidToken;

  const identify = async (sub: unknown): Promise<Identity | undefined> => {
    const found = typeof sub === 'string' ? await deps.store.identities.find(sub) : undefined;
    about.email = found?.email;
    return found;
  };
  const redeemed = await readCodeOrToken(deps, form, account).catch(async (error: unknown) => {
    if (error instanceof ApiError) await identify(error.audit.detail?.['identity']);
    throw error;
  });
  const identity = await identify(redeemed.sub);
  const opened = await openBinding(deps.keys.findBindingKey, redeemed.nonce);
  if (opened === undefined) throw invalid('nonce is not ours');
  const mismatch = findMismatch(opened.binding, {
    credential: nameCredential(credential),
    target,
    customerAccountId: account.id,
  });
  if (mismatch !== undefined) throw invalid(`bound to another ${mismatch}`);
  if (!redirectUriMatches(opened.binding, form.redirectUri)) throw invalid('redirect_uri');
  if (form.kind === 'code' && !challengeMatches(opened.binding.codeChallenge, form.codeVerifier)) {
    throw invalid('code_verifier');
  }

  if (identity?.customerAccountId !== account.id) throw invalid('sub');
  return { identity, account, tokenUse: redeemed.tokenUse };
}

function readCodeOrToken(
  deps: Deps,
  form: SignInForm,
  account: ConnectedAccount,
): Promise<RedeemedToken> {
  if (form.kind === 'code') return consumeCode(deps, form.value, account);
  // ID tokens are JWTs and contain dots; access tokens are opaque.
  return form.value.includes('.')
    ? readIdToken(deps, form.value, account)
    : readAccessToken(deps, form.value, account);
}

async function consumeCode(
  deps: Deps,
  code: string,
  account: ConnectedAccount,
): Promise<RedeemedToken> {
  const payload = await deps.store.records.consume('AuthorizationCode', code, deps.clock());
  if (payload === undefined) throw invalidCode('unknown, expired or used');
  if (payload['clientId'] !== account.code) throw invalidCode('another account');
  return { sub: payload['accountId'], nonce: payload['nonce'], tokenUse: undefined };
}

async function readIdToken(
  deps: Deps,
  token: string,
  account: ConnectedAccount,
): Promise<RedeemedToken> {
  const claims = await verifyIdToken(token, {
    keys: deps.keys.openidPublic,
    issuer: issuerUrl(deps.config),
    audience: account.code,
    now: deps.clock(),
  });
  const tokenUse = { id: claims.atHash, expiresAt: claims.expiresAt };
  return { sub: claims.sub, nonce: claims.nonce, tokenUse };
}

/** Newer clients send the value of the access token as `id_token` (docs/pages/decisions.md#values-of-id_token). */
async function readAccessToken(
  deps: Deps,
  token: string,
  account: ConnectedAccount,
): Promise<RedeemedToken> {
  const record = await deps.store.records.find('AccessToken', token);
  if (record === undefined) throw invalidToken('unknown access token');
  const { payload, expiresAt } = record;
  if (payload['clientId'] !== account.code) throw invalidToken('another account');
  if (expiresAt <= deps.clock()) throw expiredToken(payload['accountId']);
  const extra = payload['extra'] as { nonce?: unknown } | undefined;
  const tokenUse = { id: accessTokenHash(token), expiresAt };
  return { sub: payload['accountId'], nonce: extra?.nonce, tokenUse };
}

type Requester = Pick<Binding, 'credential' | 'customerAccountId'> & {
  readonly target: SignInTarget;
};

function findMismatch(binding: Binding, requester: Requester): keyof Binding | undefined {
  if (binding.credential !== requester.credential) return 'credential';
  if (!isFor(binding, requester.target)) return 'productId';
  return binding.customerAccountId === requester.customerAccountId
    ? undefined
    : 'customerAccountId';
}

/** A sign-in for a bundle also activates a product of it, if the request names both. */
function isFor({ productId, bundleId }: Binding, target: SignInTarget): boolean {
  if (productId !== null) return productId === target.productId;
  return typeof bundleId === 'number' && bundleId === target.bundleId;
}

function redirectUriMatches(binding: Binding, sent: string | undefined): boolean {
  return sent === undefined ? !binding.redirectUriGiven : sent === binding.redirectUri;
}

/** Verifies PKCE (RFC 7636, section 4.6). A verifier without a challenge is refused too (RFC 9700, section 2.1.1). */
function challengeMatches(challenge: string | null, verifier: string | undefined): boolean {
  if (challenge === null || verifier === undefined) {
    return challenge === null && verifier === undefined;
  }
  return createHash('sha256').update(verifier).digest('base64url') === challenge;
}

function invalidCode(detail: string): ApiError {
  return new ApiError('sso_code_invalid', 'The code is not valid. Let the user sign in again.', {
    detail,
  });
}
