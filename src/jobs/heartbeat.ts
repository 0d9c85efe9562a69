import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Deps } from '../deps.ts';
import type { Sealing } from '../security/sealing.ts';

/** Milliseconds between two heartbeats. */
const INTERVAL = 10_000;

type Slice = Pick<Deps, 'store' | 'clock' | 'log'> & { sealing: Sealing };

/**
 * Records in the database that this server is running, and the IDs of its secret keys. Commands that could harm a
 * running server check this. The secret keys are read again at each heartbeat, so that a changed file takes effect within
 * seconds.
 * @returns a function that stops it
 * @throws an error for which `isUnavailable` is true, when the first heartbeat fails
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
      .catch((error: unknown) => log.warn({ err: error }, 'the heartbeat failed'))
      .finally(() => (beating = undefined));
  }, interval);
  return async () => {
    clearInterval(timer);
    await beating;
    await store.runningServers.remove(id).catch((error: unknown) => {
      log.warn({ err: error }, 'the end of this server could not be recorded');
    });
  };
}
