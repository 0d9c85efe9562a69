import { missingStep } from '../keys/secret-key-change.ts';
import type { Sealing } from '../security/sealing.ts';
import type { InspectedStore } from '../store/store.ts';
import { type Finding, ok, warning } from './finding.ts';

const CHECK = 'servers';

/** Lists the servers that run on the database, and checks that all of them have this secret key. */
export async function* checkRunningServers(
  store: InspectedStore,
  { keyId }: Sealing,
  now: Date,
): AsyncGenerator<Finding, void> {
  const servers = await store.runningServers.list(now);
  if (servers.length === 0) return;
  const missing = missingStep(servers, keyId);
  yield missing === undefined
    ? ok(CHECK, `Servers on this database: ${servers.map(({ name }) => name).join(', ')}.`)
    : warning(CHECK, missing.message, missing.step);
}
