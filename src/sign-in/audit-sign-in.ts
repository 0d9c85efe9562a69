import { randomUUID } from 'node:crypto';
import type Koa from 'koa';
import type { Origin } from '../audit.ts';
import type { Deps } from '../deps.ts';
import type { CustomerAccount } from '../sso/customer-account.ts';
import type { Identity } from '../sso/identity.ts';
import { noteSignIn } from './note-sign-in.ts';

type Slice = Pick<Deps, 'store' | 'clock'>;

/** Keeps who signed in with an account, and the row of the audit log. @param subject what the connection calls the person */
export async function recordSignIn(
  { store, clock }: Slice,
  ctx: Koa.Context,
  account: CustomerAccount,
  { email, subject }: { email: string; subject: string },
): Promise<Identity> {
  const identity = await store.transaction(async (tables) => {
    const now = clock();
    const newcomer = { id: randomUUID(), customerAccountId: account.id, email };
    const kept = await tables.identities.record(newcomer, subject, now);
    await tables.audit.record(originOf(ctx, email), { ...signInTo(account), outcome: 'done' }, now);
    return kept;
  });
  noteSignIn(ctx, account, 'signed_in');
  return identity;
}

/** Keeps that a sign-in was refused. @param reason for the vendor; the page says less */
export async function recordRefusedSignIn(
  { store, clock }: Slice,
  ctx: Koa.Context,
  account: CustomerAccount,
  { email, reason }: { email?: string | undefined; reason: string },
): Promise<void> {
  const { detail, ...event } = signInTo(account);
  await store.audit.record(
    originOf(ctx, email ?? null),
    { ...event, outcome: 'refused', detail: { ...detail, reason } },
    clock(),
  );
}

function originOf(ctx: Koa.Context, email: string | null): Origin {
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
