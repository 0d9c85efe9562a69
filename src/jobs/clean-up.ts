import { setTimeout } from 'node:timers/promises';
import { systemOrigin } from '../rules/audit-event.ts';
import type { Deps } from '../deps.ts';
import { cleanUpFiles } from '../files/clean-up-files.ts';

type Slice = Pick<Deps, 'store' | 'clock' | 'log' | 'stopping'> & {
  config: Pick<Deps['config'], 'auditRetention' | 'dataDir'>;
};

/** Milliseconds between two clean-ups. */
const INTERVAL = 60_000;
/** Milliseconds for which expired records are kept, to distinguish "expired" from "unknown". */
const EXPIRED_KEPT = 3_600_000;
/** The number of audit entries that are deleted at once. It blocks SQLite for about 20 ms. */
const BATCH = 500;
/** Milliseconds between two batches, so that others can use the database. */
const PAUSE = 20;
const DAY = 86_400_000;

/**
 * Cleans up at intervals, never twice at the same time.
 * @param interval in milliseconds
 * @returns a function that stops it
 */
export function cleanUpRegularly(deps: Slice, interval = INTERVAL): () => void {
  let running: Promise<void> | undefined;
  const timer = setInterval(() => {
    running ??= cleanUp(deps)
      .catch((error: unknown) => deps.log.warn({ err: error }, 'clean-up failed'))
      .finally(() => (running = undefined));
  }, interval);
  return () => clearInterval(timer);
}

/** Deletes expired records, files that are not used, and audit entries beyond the retention time. */
export async function cleanUp(deps: Slice): Promise<void> {
  const { store, clock } = deps;
  const now = clock();
  const before = new Date(now.getTime() - EXPIRED_KEPT);
  const expiring = [
    ...[store.records, store.tokenUses, store.idempotencyKeys, store.signingKeys],
    ...[store.runningServers, store.offlineRequests],
  ];
  await Promise.all(expiring.map((kind) => kind.deleteExpired(before)));
  // Expired counts are never needed, and a client with many addresses creates many of them.
  await store.rateLimits.deleteExpired(now);
  await cleanUpFiles(deps);
  await shortenAuditLog(deps);
}

/**
 * Deletes old audit entries by whole days in UTC, so that it deletes and records something once a day. Each batch is
 * deleted in one transaction with an entry that records it.
 */
async function shortenAuditLog({ config, store, clock, stopping }: Slice): Promise<void> {
  if (config.auditRetention === null) return;
  const oldest = clock().getTime() - config.auditRetention;
  const before = new Date(Math.floor(oldest / DAY) * DAY);
  let count: number;
  do {
    const now = clock();
    count = await store.transaction(async ({ audit }) => {
      const deleted = await audit.deleteOldest(before, BATCH);
      const detail = { entries: deleted, before: before.toISOString() };
      const event = { action: 'deleteAuditEntries', outcome: 'done', detail } as const;
      if (deleted > 0) await audit.record(systemOrigin, event, now);
      return deleted;
    });
    await setTimeout(PAUSE);
  } while (count === BATCH && !stopping.aborted);
}
