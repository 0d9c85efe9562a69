import type { Origin } from '../rules/audit-event.ts';
import type { Store } from '../store/store.ts';
import { newKid, newSecret } from '../security/new-secret.ts';
import { type Key, type Purpose, succession } from '../rules/key-schedule.ts';

/**
 * Makes the next key of a purpose, lets the previous ones expire, and adds an audit entry.
 * @param options.immediately true when a key was compromised: all previous keys expire now
 * @returns undefined when there is a next key already, for example of another server
 */
export async function rotateKey(
  store: Pick<Store, 'transaction'>,
  purpose: Purpose,
  options: { now: Date; origin: Origin; immediately?: boolean },
): Promise<Key | undefined> {
  const { now, origin, immediately = false } = options;
  const kid = newKid();
  // Before the transaction, as it takes long.
  const secret = await newSecret(purpose, kid);
  return store.transaction(async ({ signingKeys, audit }) => {
    const next = succession(await signingKeys.list(now), purpose, now, immediately);
    if (next === undefined) return undefined;
    const { generation, activatesAt, othersExpireAt } = next;
    const times = { createdAt: now, activatesAt, expiresAt: null };
    const key = { purpose, generation, kid, secret, ...times };
    if (!(await signingKeys.add(key))) return undefined;
    await signingKeys.expireBefore(key, othersExpireAt);
    const detail = { purpose, kid, activates_at: activatesAt.toISOString(), immediately };
    const subject = { kind: 'key', id: generation } as const;
    await audit.record(origin, { action: 'rotateKey', outcome: 'done', subject, detail }, now);
    return key;
  });
}
