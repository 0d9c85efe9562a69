import type Koa from 'koa';
import type { Deps } from '../deps.ts';
import { type LicenseUser, subjectOf } from '../rules/license-user.ts';
import { hashPassword, LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../security/password.ts';
import { type Message, message } from '../pages/texts/texts.ts';
import type { CustomerAccount } from '../rules/customer-account.ts';
import { originOf } from './audit-sign-in.ts';

/** @returns what is wrong with a new password; undefined where nothing is */
export function problemOf(form: URLSearchParams): Message | undefined {
  const password = form.get('new_password') ?? '';
  // As the contract counts: code points.
  const { length } = Array.from(password);
  if (length < SHORTEST_PASSWORD) return message('password.short', { least: SHORTEST_PASSWORD });
  if (length > LONGEST_PASSWORD) return message('password.long', { most: LONGEST_PASSWORD });
  if (password !== form.get('again')) return message('password.different', {});
  return password === form.get('password') ? message('password.same', {}) : undefined;
}

/**
 * Gives a license user the password of their choice. It ends what the old one opened: sessions, codes and tokens.
 * @param user as they were when the old password was right
 * @returns what they are now; undefined where they were changed meanwhile
 */
export async function changePassword(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  ctx: Koa.Context,
  account: CustomerAccount,
  user: LicenseUser,
  password: string,
): Promise<LicenseUser | undefined> {
  // Hashing takes its time: before the transaction, which others wait for.
  const passwordHash = await hashPassword(password);
  return store.transaction(async (tables) => {
    if (!(await tables.licenseUsers.isUnchanged(user))) return undefined;
    const before = await tables.licenseUsers.find(user.id);
    if (before === undefined) return undefined;
    const now = clock();
    const changed = { ...before, passwordHash, isInitialPassword: false };
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
