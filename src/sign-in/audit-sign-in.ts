import { randomUUID } from 'node:crypto';
import type Koa from 'koa';
import type { Origin } from '../rules/audit-event.ts';
import type { ProviderSays } from '../connections/provider-error.ts';
import type { Deps } from '../deps.ts';
import type { LicenseUser } from '../rules/license-user.ts';
import type { ConnectedAccount, CustomerAccount } from '../rules/customer-account.ts';
import type { SignInCause } from '../rules/sign-in-causes.ts';
import type { Identity } from '../rules/identity.ts';
import { storableEmail } from '../store/storable-text.ts';
import { noteSignIn } from '../observability/note-sign-in.ts';

type Slice = Pick<Deps, 'store' | 'clock'>;

/** Somebody who signs in. */
interface Person {
  readonly email: string;
  /** What the connection calls them. */
  readonly subject: string;
  /** As they were when they were let in; undefined for somebody who is no license user. */
  readonly user: LicenseUser | undefined;
}

/**
 * Keeps who signed in with an account, and the row of the audit log.
 * @returns undefined where the license user was changed meanwhile, or somebody else vouches for the account's people
 *   now; nothing is kept then
 */
export async function recordSignIn(
  { store, clock }: Slice,
  ctx: Koa.Context,
  account: ConnectedAccount,
  { email, subject, user }: Person,
): Promise<Identity | undefined> {
  const identity = await store.transaction(async (tables) => {
    // A change of their password or address ends what they were signed in to. This sign-in it would miss.
    if (user !== undefined && !(await tables.licenseUsers.isUnchanged(user))) return undefined;
    // So does another provider.
    if (!(await tables.connections.isUnchanged(account.id, account.connection))) return undefined;
    const now = clock();
    const newcomer = { id: randomUUID(), customerAccountId: account.id, email };
    const kept = await tables.identities.record(newcomer, subject, now);
    const about = { email, licenseUserId: user?.id };
    const event = { ...signInTo(account), outcome: 'done', about } as const;
    await tables.audit.record(originOf(ctx, email), event, now);
    return kept;
  });
  if (identity !== undefined) noteSignIn(ctx, account, 'signed_in');
  return identity;
}

/** A sign-in that was refused, as the vendor is to know it; the page says less. */
export interface RefusedSignIn {
  readonly cause: SignInCause;
  readonly email?: string | undefined;
  readonly reason: string;
  readonly says?: ProviderSays | undefined;
}

/** Keeps that a sign-in was refused; without a cause, for a wrong password. */
export async function recordRefusedSignIn(
  { store, clock }: Slice,
  ctx: Koa.Context,
  account: CustomerAccount,
  { email, reason, cause, says }: Omit<RefusedSignIn, 'cause'> & Partial<RefusedSignIn>,
): Promise<void> {
  const { detail, ...event } = signInTo(account);
  const refused = {
    ...event,
    outcome: 'refused',
    about: { email },
    detail: { ...detail, ...refusalDetail({ reason, says }) },
  } as const;
  await store.audit.recordRefusal(
    originOf(ctx, email ?? null),
    cause === undefined ? refused : { ...refused, code: cause },
    clock(),
    async () => {
      const user =
        email === undefined ? undefined : await store.licenseUsers.findByEmail(storableEmail(email));
      return { email, licenseUserId: user?.id };
    },
  );
}

/** Why a sign-in was refused, with what the provider said, as fields of an audit event. */
export function refusalDetail({ reason, says }: Pick<RefusedSignIn, 'reason' | 'says'>) {
  return {
    reason,
    provider_error: says?.error,
    provider_description: says?.description,
    provider_error_uri: says?.uri,
  };
}

/** Who signs in, and from where: for the audit log. */
export function originOf(ctx: Koa.Context, email: string | null): Origin {
  return {
    actorKind: 'license_user',
    actorId: email,
    address: ctx.ip,
    requestId: String(ctx.state['requestId']),
  };
}

function signInTo({ id, code, connection }: CustomerAccount) {
  return {
    action: 'signIn',
    subject: { kind: 'customer_account', id },
    detail: { customer_account: code, connection: connection?.kind },
  } as const;
}
