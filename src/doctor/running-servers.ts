import { missingStep } from '../keys/secret-key-change.ts';
import type { Sealing } from '../security/sealing.ts';
import type { InspectedStore } from '../store/store.ts';
import { type Finding, ok, warning } from './finding.ts';

const CHECK = 'servers';

/** Looks which servers run on the database, and whether all of them have the secret key that is in use here. */
export async function* checkRunningServers(
  store: InspectedStore,
  { keyId }: Sealing,
  now: Date,
): AsyncGenerator<Finding, void> {
  const servers = await store.runningServers.list(now);
  if (servers.length === 0) return;
  const missing = missingStep(servers, keyId);
  yield missing === undefined
    ? ok(CHECK, `They run on this database: ${servers.map(({ name }) => name).join(', ')}.`)
    : warning(CHECK, missing.message, missing.step);
}
