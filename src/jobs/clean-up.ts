import { setTimeout } from 'node:timers/promises';
import { systemOrigin } from '../rules/audit-event.ts';
import type { Deps } from '../deps.ts';

type Slice = Pick<Deps, 'store' | 'clock' | 'log' | 'stopping'> & {
  config: Pick<Deps['config'], 'auditRetention'>;
};

/** Milliseconds between two clean-ups. */
const INTERVAL = 60_000;
/** Milliseconds that an expired record is kept, so that "expired" and "unknown" can be told apart. */
const EXPIRED_KEPT = 3_600_000;
/** Entries of the audit log that go at once: SQLite does nothing else for some 20 ms. */
const BATCH = 500;
/** Milliseconds in which others have the database, between one batch and the next. */
const PAUSE = 20;
const DAY = 86_400_000;

/**
 * Cleans up again and again, once at a time.
 * @param interval milliseconds between two
 * @returns what ends it
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

/** Deletes what has expired, and what the audit log need not keep any more. */
export async function cleanUp(deps: Slice): Promise<void> {
  const { store, clock } = deps;
  const now = clock();
  const before = new Date(now.getTime() - EXPIRED_KEPT);
  const expiring = [
    ...[store.records, store.tokenUses, store.idempotencyKeys, store.signingKeys],
    store.runningServers,
  ];
  await Promise.all(expiring.map((kind) => kind.deleteExpired(before)));
  // A count that has expired counts as none, and whoever has many addresses makes many.
  await store.rateLimits.deleteExpired(now);
  await shortenAuditLog(deps);
}

/**
 * Deletes entries that are older than they must be kept, by whole days of UTC: so it has something to do, and to tell
 * of, once a day. Each batch is deleted together with an entry that says so.
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
