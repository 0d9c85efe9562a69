import type Koa from 'koa';
import type { Told } from '../connections/claims.ts';
import type { OidcGateway } from '../connections/oidc-gateway.ts';
import { CodeUsedUp, type OidcChecks } from '../connections/redeem-code.ts';
import { ProviderError } from '../connections/provider-error.ts';
import type { Deps } from '../deps.ts';
import type { LicenseUser } from '../rules/license-user.ts';
import type { OidcConnection } from '../rules/oidc-connection.ts';
import type { RefusedSignIn } from './audit-sign-in.ts';

/** Who came back from a provider, or why they are refused. */
export type Arrival = {
  /** What the provider said; undefined where its answer is not valid. */
  readonly told: Told | undefined;
} & (
  | {
      readonly person: {
        readonly email: string;
        /** What the connection calls them. */
        readonly subject: string;
        /** Undefined for somebody who is no license user. */
        readonly user: LicenseUser | undefined;
      };
    }
  | { readonly refused: RefusedSignIn & { readonly error?: unknown } }
);

/**
 * The one way to judge what a provider answers, for a sign-in and for the test of one. It keeps nothing.
 * @throws CodeUsedUp where whoever begins again will be let in
 */
export async function judgeArrival(
  { store, config }: Pick<Deps, 'store' | 'config'>,
  gateway: Pick<OidcGateway, 'complete'>,
  ctx: Koa.Context,
  account: { readonly id: number; readonly connection: OidcConnection },
  checks: OidcChecks,
): Promise<Arrival> {
  const { connection } = account;
  let answer: Awaited<ReturnType<OidcGateway['complete']>>;
  try {
    answer = await gateway.complete(connection, new URL(ctx.originalUrl, config.publicUrl), checks);
  } catch (error) {
    if (error instanceof CodeUsedUp) throw error;
    return { told: undefined, refused: refusedByFault(error) };
  }
  const { told, reading } = answer;
  if ('refusal' in reading) {
    const { email, refusal: why } = reading;
    const claim = 'claim' in why ? ` (${why.claim})` : '';
    const reason = `what the identity provider says does not do: ${why.cause}${claim}`;
    return { told, refused: { cause: why.cause, reason, email } };
  }
  const { email, subject: sub } = reading.person;
  const user = await store.licenseUsers.findByEmail(email);
  // Of another company's people nothing is said: they are strangers here.
  const isTheirs =
    user?.enabled === false && (await store.licenseUsers.isOfAccount(user.id, account.id));
  if (isTheirs) {
    const [cause, reason] = ['person_disabled', 'the user is disabled'] as const;
    return { told, refused: { cause, reason, email } };
  }
  return { told, person: { email, subject: `${connection.issuer}#${sub}`, user } };
}

/** A sign-in that failed at the provider, or at what it answered. @throws what is a fault of ours */
export function refusedByFault(error: unknown): RefusedSignIn & { readonly error: unknown } {
  if (!(error instanceof ProviderError)) throw error;
  const { code: cause, message: reason, says } = error;
  return { cause, reason, says, error };
}
