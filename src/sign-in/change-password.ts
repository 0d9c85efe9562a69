import type Koa from 'koa';
import type { Deps } from '../deps.ts';
import { type LicenseUser, subjectOf } from '../rules/license-user.ts';
import { hashPassword, LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../security/password.ts';
import { type Message, message } from '../pages/texts/texts.ts';
import type { CustomerAccount } from '../rules/customer-account.ts';
import { originOf } from './audit-sign-in.ts';

/** @returns the problem with the new password in a form; undefined when it is valid */
export function checkNewPassword(form: URLSearchParams): Message | undefined {
  const password = form.get('new_password') ?? '';
  // The length in code points, as in the contract.
  const { length } = Array.from(password);
  if (length < SHORTEST_PASSWORD) return message('password.short', { least: SHORTEST_PASSWORD });
  if (length > LONGEST_PASSWORD) return message('password.long', { most: LONGEST_PASSWORD });
  if (password !== form.get('again')) return message('password.different', {});
  return password === form.get('password') ? message('password.same', {}) : undefined;
}

/**
 * Changes the password of a license user, and ends their sessions, codes and tokens.
 * @param user as read when the old password was verified
 * @returns the changed license user; undefined when it was changed by somebody else in the meantime
 */
export async function changePassword(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  ctx: Koa.Context,
  account: CustomerAccount,
  user: LicenseUser,
  password: string,
): Promise<LicenseUser | undefined> {
  // Hashing is slow, so it happens before the transaction.
  const passwordHash = await hashPassword(password);
  return store.transaction(async (tables) => {
    if (!(await tables.licenseUsers.isUnchanged(user))) return undefined;
    const before = await tables.licenseUsers.find(user.id);
    if (before === undefined) return undefined;
    const now = clock();
    const changed = { ...before, password_hash: passwordHash, is_initial_password: false };
    const after = await tables.licenseUsers.update(changed, now);
    if (after === undefined) return undefined;
    await tables.identities.forget(subjectOf(user));
    const event = {
      action: 'changePassword',
      outcome: 'done',
      subject: { kind: 'license_user', id: user.id },
      about: { email: user.email, licenseUserId: user.id },
      detail: { customer_account: account.code },
    } as const;
    await tables.audit.record(originOf(ctx, user.email), event, now);
    return after;
  });
}
