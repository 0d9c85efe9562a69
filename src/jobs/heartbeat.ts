import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Deps } from '../deps.ts';
import type { Sealing } from '../security/sealing.ts';

/** Milliseconds between two times that a server says that it runs. */
const INTERVAL = 10_000;

type Slice = Pick<Deps, 'store' | 'clock' | 'log'> & { sealing: Sealing };

/**
 * Says in the database that this server runs, and which secret keys it has, until it is stopped: commands that must
 * not take anything away from a running server look there. The secret keys are read anew each time, so that a file
 * that was changed counts within seconds.
 * @returns what stops it
 * @throws what `isUnavailable` tells, where it cannot be said for the first time
 */
export async function startHeartbeat(
  { store, clock, log, sealing }: Slice,
  interval = INTERVAL,
): Promise<() => Promise<void>> {
  const id = randomUUID();
  const name = `${hostname()} (process ${process.pid})`;
  const beat = async () => {
    sealing.refresh();
    await store.runningServers.heartbeat({ id, name, secretKeyIds: sealing.keyIds }, clock());
  };
  await beat();
  let beating: Promise<void> | undefined;
  const timer = setInterval(() => {
    beating ??= beat()
      .catch((error: unknown) => log.warn({ err: error }, 'the heartbeat was not kept'))
      .finally(() => (beating = undefined));
  }, interval);
  return async () => {
    clearInterval(timer);
    await beating;
    await store.runningServers.remove(id).catch((error: unknown) => {
      log.warn({ err: error }, 'the database was not told of the end');
    });
  };
}
