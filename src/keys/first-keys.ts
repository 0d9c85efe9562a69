import { newKid, newSecret } from '../security/new-secret.ts';
import { purposes } from '../rules/key-schedule.ts';
import type { Store } from '../store/store.ts';

/** Makes a first key for each purpose that has none. When several servers start at once, the keys of one are kept. */
export async function makeFirstKeys(
  { signingKeys }: Pick<Store, 'signingKeys'>,
  now: Date,
): Promise<void> {
  const known = await signingKeys.list(now);
  for (const purpose of purposes) {
    if (known.some((key) => key.purpose === purpose)) continue;
    const kid = newKid();
    const secret = await newSecret(purpose, kid);
    const times = { createdAt: now, activatesAt: now, expiresAt: null };
    await signingKeys.add({ purpose, generation: 1, kid, secret, ...times });
  }
}
