import { randomUUID } from 'node:crypto';
import type Koa from 'koa';
import type { Origin } from '../rules/audit-event.ts';
import type { ErrorResponse } from '../connections/provider-error.ts';
import type { Deps } from '../deps.ts';
import type { LicenseUser } from '../rules/license-user.ts';
import type { ConnectedAccount, CustomerAccount } from '../rules/customer-account.ts';
import type { SignInCause } from '../rules/sign-in-causes.ts';
import type { Identity } from '../rules/identity.ts';
import { storableEmail } from '../store/storable-text.ts';
import { setSignInOutcome } from '../observability/note-sign-in.ts';

type Slice = Pick<Deps, 'store' | 'clock'>;

/** A user who has proved their identity. */
export interface SignedInUser {
  readonly email: string;
  /** The user's subject at the connection. */
  readonly subject: string;
  /** The license user as read when the identity was proved; undefined when there is none with this address. */
  readonly licenseUser: LicenseUser | undefined;
}

/**
 * Stores the identity of a user who signed in, together with an audit event.
 * @returns undefined when the license user or the identity provider was changed in the meantime; then nothing is stored
 */
export async function recordSignIn(
  { store, clock }: Slice,
  ctx: Koa.Context,
  account: ConnectedAccount,
  { email, subject, licenseUser }: SignedInUser,
): Promise<Identity | undefined> {
  const identity = await store.transaction(async (tables) => {
    // A change of password, address or provider ends existing sessions, but it could not end this one.
    if (licenseUser !== undefined && !(await tables.licenseUsers.isUnchanged(licenseUser))) {
      return undefined;
    }
    if (!(await tables.connections.isUnchanged(account.id, account.connection))) return undefined;
    const now = clock();
    const newIdentity = { id: randomUUID(), customerAccountId: account.id, email };
    const recorded = await tables.identities.record(newIdentity, subject, now);
    const about = { email, licenseUserId: licenseUser?.id };
    const event = { ...signInTo(account), outcome: 'done', about } as const;
    await tables.audit.record(originOf(ctx, email), event, now);
    return recorded;
  });
  if (identity !== undefined) setSignInOutcome(ctx, account, 'signed_in');
  return identity;
}

/** A refused sign-in, for the log and the audit log. The page shows less. */
export interface RefusedSignIn {
  readonly cause: SignInCause;
  readonly email?: string | undefined;
  readonly reason: string;
  readonly errorResponse?: ErrorResponse | undefined;
}

/** Records a refused sign-in in the audit log. It has no cause when the password was wrong. */
export async function recordRefusedSignIn(
  { store, clock }: Slice,
  ctx: Koa.Context,
  account: CustomerAccount,
  { email, reason, cause, errorResponse }: Omit<RefusedSignIn, 'cause'> & Partial<RefusedSignIn>,
): Promise<void> {
  const { detail, ...event } = signInTo(account);
  const refused = {
    ...event,
    outcome: 'refused',
    about: { email },
    detail: { ...detail, ...refusalDetail({ reason, errorResponse }) },
  } as const;
  await store.audit.recordRefusal(
    originOf(ctx, email ?? null),
    cause === undefined ? refused : { ...refused, code: cause },
    clock(),
    async () => {
      const user =
        email === undefined
          ? undefined
          : await store.licenseUsers.findByEmail(storableEmail(email));
      return { email, licenseUserId: user?.id };
    },
  );
}

/** Why a sign-in was refused, with what the provider said, as fields of an audit event. */
export function refusalDetail({
  reason,
  errorResponse,
}: Pick<RefusedSignIn, 'reason' | 'errorResponse'>) {
  return {
    reason,
    provider_error: errorResponse?.error,
    provider_description: errorResponse?.description,
    provider_error_uri: errorResponse?.uri,
  };
}

/** The actor and the address of a sign-in, for the audit log. */
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
