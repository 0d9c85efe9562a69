import type { Logger } from 'pino';
import { deleteKeyFiles, type KeyInFile, readKeyFiles } from './key-files.ts';
import { newKid, newSecret } from '../security/new-secret.ts';
import { type Key, purposes } from '../rules/key-schedule.ts';
import type { Store } from '../store/store.ts';

interface Slice {
  readonly store: Pick<Store, 'signingKeys'>;
  readonly clock: () => Date;
  readonly log: Logger;
  readonly config: { readonly dataDir: string };
}

/**
 * Sees to it that there is a key for every purpose: those found in files of the data directory are taken over into
 * the database, others are made. Of several first starts at once, one decides.
 */
export async function makeFirstKeys({ store, clock, log, config }: Slice): Promise<void> {
  const now = clock();
  const inFiles = readKeyFiles(config.dataDir);
  const known = await store.signingKeys.list(now);
  for (const purpose of purposes) {
    if (known.some((key) => key.purpose === purpose)) continue;
    const found = inFiles.find((key) => key.purpose === purpose);
    const kid = found?.kid ?? newKid();
    const secret = found?.secret ?? (await newSecret(purpose, kid));
    const first = { generation: 1, createdAt: now, activatesAt: now, expiresAt: null };
    await store.signingKeys.add({ ...first, purpose, kid, secret });
  }
  if (inFiles.length === 0) return;
  const kept = await store.signingKeys.list(now);
  deleteKeyFiles(config.dataDir, (key) => isAmong(kept, key));
  for (const { purpose } of inFiles.filter((key) => !isAmong(kept, key))) {
    log.warn({ purpose }, 'a key in the data directory is not used: the database has others');
  }
}

function isAmong(keys: readonly Key[], { purpose, secret }: KeyInFile): boolean {
  return keys.some((key) => key.purpose === purpose && key.secret === secret);
}
