import { setTimeout } from 'node:timers/promises';
import type { Deps } from '../deps.ts';
import { keysInOrder, purposes, type Purpose } from '../rules/key-schedule.ts';
import type { Seats } from '../store/tables/license-figures.ts';

const SECOND = 1_000;
const DAY = 24 * 60 * 60 * SECOND;

/** Milliseconds for which figures are told again before they are looked at anew. */
const FRESH = 60 * SECOND;
/** The same for those that take a look at every license. */
const FRESH_SEATS = 15 * FRESH;
/** Licenses that are summed up at once: a millisecond or two of SQLite, which nobody notices. */
const PART = 2_000;
/** Milliseconds in which others have the database to themselves, after each part. */
const PAUSE = 10;
/** Milliseconds that who asks for the first time waits at most. Later ones get what was found before. */
const PATIENCE = 1_000;

/** Days ahead for which the licenses are counted that end. */
export const DAYS_AHEAD = [7, 30] as const;

/** What the database knows of the whole installation. Undefined is what was not found out yet. */
export interface Figures {
  readonly seats?: Seats;
  /** Licenses that end within so many days. */
  readonly ending?: ReadonlyMap<number, number>;
  /** When the key in use was put to use. */
  readonly keys?: ReadonlyMap<Purpose, Date>;
  /** Seconds that the database took for its answer to a small question. */
  readonly databaseSeconds?: number;
}

/**
 * Figures that are too dear to look for at each scrape: they are looked for again once they are old, while whoever asks
 * gets those from before. Where nobody asks, nothing is looked for.
 */
export function createFigures(deps: Pick<Deps, 'store' | 'clock' | 'log'>): () => Promise<Figures> {
  const { store, clock, log } = deps;
  let figures: Figures = {};
  const look = async () => {
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
  const failed = (error: unknown) => log.warn({ err: error }, 'the figures were not read');
  const parts = [
    nowAndThen(look, { every: FRESH, clock, failed }),
    nowAndThen(sumUp, { every: FRESH_SEATS, clock, failed }),
  ];

  return async () => {
    const looking = Promise.all(parts.map((part) => part()));
    if (figures.seats === undefined || figures.keys === undefined) {
      await Promise.race([looking, setTimeout(PATIENCE, undefined, { ref: false })]);
    }
    return figures;
  };
}

/** Does something where it was not done for so long, and not twice at once. */
function nowAndThen(
  work: () => Promise<void>,
  given: { every: number; clock: () => Date; failed: (error: unknown) => void },
): () => Promise<void> {
  let last = -Infinity;
  let running: Promise<void> | undefined;
  return async () => {
    const now = given.clock().getTime();
    if (running === undefined && now - last >= given.every) {
      last = now;
      running = work()
        .catch(given.failed)
        .finally(() => (running = undefined));
    }
    await running;
  };
}

async function sumUpSeats({ licenseFigures }: Deps['store']): Promise<Seats> {
  let sum: Seats = { used: 0, allowed: 0, full: 0 };
  let part = await licenseFigures.seats(0, PART);
  while (part.last !== undefined) {
    sum = {
      used: sum.used + part.used,
      allowed: sum.allowed + part.allowed,
      full: sum.full + part.full,
    };
    await setTimeout(PAUSE, undefined, { ref: false });
    part = await licenseFigures.seats(part.last, PART);
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
