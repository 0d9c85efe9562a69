import type Koa from 'koa';
import type { ReceivedClaims } from '../connections/claims.ts';
import type { OidcGateway } from '../connections/oidc-gateway.ts';
import { CodeConsumedError, type OidcChecks } from '../connections/redeem-code.ts';
import { ProviderError } from '../connections/provider-error.ts';
import type { Deps } from '../deps.ts';
import type { OidcConnection } from '../rules/oidc-connection.ts';
import type { RefusedSignIn, SignedInUser } from './audit-sign-in.ts';

/** The user who returned from the provider, or why the sign-in is refused. */
export type CallbackResult = {
  /** The received claims; undefined when the response is not valid. */
  readonly received: ReceivedClaims | undefined;
} & (
  | { readonly user: SignedInUser }
  | { readonly refused: RefusedSignIn & { readonly error?: unknown } }
);

/**
 * Verifies the response of a provider, for a sign-in and for a test sign-in. It stores nothing.
 * @throws CodeConsumedError when a new sign-in will succeed
 */
export async function verifyCallback(
  { store, config }: Pick<Deps, 'store' | 'config'>,
  gateway: Pick<OidcGateway, 'complete'>,
  ctx: Koa.Context,
  account: { readonly id: number; readonly connection: OidcConnection },
  checks: OidcChecks,
): Promise<CallbackResult> {
  const { connection } = account;
  let response: Awaited<ReturnType<OidcGateway['complete']>>;
  try {
    response = await gateway.complete(
      connection,
      new URL(ctx.originalUrl, config.publicUrl),
      checks,
    );
  } catch (error) {
    if (error instanceof CodeConsumedError) throw error;
    return { received: undefined, refused: refusalOf(error) };
  }
  const { received, identification } = response;
  if ('refusal' in identification) {
    const { email, refusal } = identification;
    const claim = 'claim' in refusal ? ` (${refusal.claim})` : '';
    const reason = `the claims of the identity provider are not sufficient: ${refusal.cause}${claim}`;
    return { received, refused: { cause: refusal.cause, reason, email } };
  }
  const { email, subject: sub } = identification.user;
  const licenseUser = await store.licenseUsers.findByEmail(email);
  // That a user of another company is disabled must not be revealed.
  const isDisabledHere =
    licenseUser?.enabled === false &&
    (await store.licenseUsers.isOfAccount(licenseUser.id, account.id));
  if (isDisabledHere) {
    const [cause, reason] = ['person_disabled', 'the user is disabled'] as const;
    return { received, refused: { cause, reason, email } };
  }
  return { received, user: { email, subject: `${connection.issuer}#${sub}`, licenseUser } };
}

/** Converts a ProviderError. @throws every other error */
export function refusalOf(error: unknown): RefusedSignIn & { readonly error: unknown } {
  if (!(error instanceof ProviderError)) throw error;
  const { code: cause, message: reason, errorResponse } = error;
  return { cause, reason, errorResponse, error };
}
