import { setTimeout } from 'node:timers/promises';
import type { Deps } from '../deps.ts';
import { keysInOrder, purposes, type Purpose } from '../rules/key-schedule.ts';
import type { Seats } from '../store/tables/license-figures.ts';

const SECOND = 1_000;
const DAY = 24 * 60 * 60 * SECOND;

/** Milliseconds for which figures are cached. */
const LIFETIME = 60 * SECOND;
/** The same for figures that read every license. */
const SEATS_LIFETIME = 15 * LIFETIME;
/** The number of licenses that are read at once. It takes SQLite a millisecond or two. */
const BATCH = 2_000;
/** Milliseconds between two batches, so that others can use the database. */
const PAUSE = 10;
/** Milliseconds that the first scrape waits at most. Later ones get cached figures. */
const PATIENCE = 1_000;

/** Numbers of days within which ending licenses are counted. */
const DAYS_AHEAD = [7, 30] as const;

/** Figures of the whole installation. Undefined ones are not known yet. */
export interface Figures {
  readonly seats?: Seats;
  /** The number of licenses that end, by days from now. */
  readonly ending?: ReadonlyMap<number, number>;
  /** When the current key of each purpose became active. */
  readonly keys?: ReadonlyMap<Purpose, Date>;
  /** Response time of the database in seconds. */
  readonly databaseSeconds?: number;
}

/**
 * Figures that are too expensive to read at each scrape. They are read again when they are old; until then, scrapes get
 * the cached ones. Without scrapes nothing is read.
 */
export function createFigures(deps: Pick<Deps, 'store' | 'clock' | 'log'>): () => Promise<Figures> {
  const { store, clock, log } = deps;
  let figures: Figures = {};
  const readFigures = async () => {
    const now = clock();
    const start = performance.now();
    await store.ping();
    const databaseSeconds = (performance.now() - start) / SECOND;
    const ending = new Map<number, number>();
    for (const days of DAYS_AHEAD) {
      const until = new Date(now.getTime() + days * DAY);
      ending.set(days, await store.licenseFigures.ending(now, until));
    }
    const keys = await keysInUse(store, now);
    figures = { ...figures, databaseSeconds, ending, keys };
  };
  const sumUp = async () => {
    const seats = await sumUpSeats(store);
    figures = { ...figures, seats };
  };
  const failed = (error: unknown) =>
    log.warn({ err: error }, 'the figures for the metrics could not be read');
  const parts = [
    throttle(readFigures, { every: LIFETIME, clock, failed }),
    throttle(sumUp, { every: SEATS_LIFETIME, clock, failed }),
  ];

  return async () => {
    const reading = Promise.all(parts.map((part) => part()));
    if (figures.seats === undefined || figures.keys === undefined) {
      await Promise.race([reading, setTimeout(PATIENCE, undefined, { ref: false })]);
    }
    return figures;
  };
}

/** Creates a function that runs `work` at most once per interval, and never twice at the same time. */
function throttle(
  work: () => Promise<void>,
  options: { every: number; clock: () => Date; failed: (error: unknown) => void },
): () => Promise<void> {
  let last = -Infinity;
  let running: Promise<void> | undefined;
  return async () => {
    const now = options.clock().getTime();
    if (running === undefined && now - last >= options.every) {
      last = now;
      running = work()
        .catch(options.failed)
        .finally(() => (running = undefined));
    }
    await running;
  };
}

async function sumUpSeats({ licenseFigures }: Deps['store']): Promise<Seats> {
  let sum: Seats = { used: 0, allowed: 0, full: 0 };
  let part = await licenseFigures.seats(0, BATCH);
  while (part.last !== undefined) {
    sum = {
      used: sum.used + part.used,
      allowed: sum.allowed + part.allowed,
      full: sum.full + part.full,
    };
    await setTimeout(PAUSE, undefined, { ref: false });
    part = await licenseFigures.seats(part.last, BATCH);
  }
  return sum;
}

async function keysInUse({ signingKeys }: Deps['store'], now: Date): Promise<Map<Purpose, Date>> {
  const keys = await signingKeys.list(now);
  const found = new Map<Purpose, Date>();
  for (const purpose of purposes) {
    const [inUse] = keysInOrder(keys, purpose, now);
    if (inUse !== undefined) found.set(purpose, inUse.activatesAt);
  }
  return found;
}
