import type { Deps } from '../deps.ts';
import type { Origin } from '../rules/audit-event.ts';
import { type LicenseUser, subjectOf } from '../rules/license-user.ts';
import { hashPassword } from '../security/password.ts';
import type { Tables } from '../store/tables.ts';

/**
 * Stores a new password of a license user, and ends their sessions, codes and tokens.
 * @param user as read when the old password was verified
 * @param options.detail for the audit log
 * @param options.also stores something more in the same transaction
 * @returns the changed license user; undefined when it was changed by somebody else in the meantime
 */
export async function storePassword(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  user: LicenseUser,
  password: string,
  options: {
    origin: Origin;
    detail?: Record<string, unknown>;
    also?: (tables: Tables) => Promise<void>;
  },
): Promise<LicenseUser | undefined> {
  const { origin, detail, also } = options;
  // Hashing is slow, so it happens before the transaction.
  const passwordHash = await hashPassword(password);
  return store.transaction(async (tables) => {
    const before = await tables.licenseUsers.findUnchanged(user);
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
      ...(detail && { detail }),
    } as const;
    await tables.audit.record(origin, event, now);
    await also?.(tables);
    return after;
  });
}
