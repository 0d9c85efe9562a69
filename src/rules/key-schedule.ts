/** What the installation needs keys of its own for. */
export const purposes = ['response', 'openid', 'cookies', 'binding'] as const;

/**
 * `response` signs the answers of the License API, `openid` the id tokens, `cookies` the cookies of the sign-in
 * pages; `binding` seals what a sign-in is bound to.
 */
export type Purpose = (typeof purposes)[number];

/** A key of one purpose. They follow each other: the next one is known ahead, the last one counts for a while. */
export interface Key {
  readonly purpose: Purpose;
  /** 1 for the first; no two keys of a purpose share it. */
  readonly generation: number;
  readonly kid: string;
  readonly secret: string;
  readonly createdAt: Date;
  /** From then on it is in use, until the next one is. */
  readonly activatesAt: Date;
  /** From then on nothing counts that was made with it; null while nothing follows it. */
  readonly expiresAt: Date | null;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

interface Schedule {
  /** Milliseconds that a key is known before it is used: more than any cache of it lives. */
  readonly lead: number;
  /** Milliseconds that a key counts after the next one took over: more than anything made with it lives. */
  readonly kept: number;
  /** Whether it is followed for its age alone. */
  readonly ages: boolean;
}

/** See docs/pages/decisions.md#key-rotation. */
const schedules: Record<Purpose, Schedule> = {
  // Applications carry it: only their maker knows when they know the next one. Kept answers outlive it.
  response: { lead: 90 * DAY, kept: 365 * DAY, ages: false },
  openid: { lead: 7 * DAY, kept: DAY, ages: true },
  cookies: { lead: HOUR, kept: DAY, ages: true },
  binding: { lead: HOUR, kept: DAY, ages: true },
};

/** The keys of a purpose that count now: the one in use, those before it, those to come. */
export function keysInOrder(keys: readonly Key[], purpose: Purpose, now: Date): Key[] {
  const known = keys
    .filter((key) => key.purpose === purpose)
    .filter(({ expiresAt }) => expiresAt === null || expiresAt > now)
    .sort((a, b) => b.generation - a.generation);
  // Where clocks differ, the first key may seem to be one to come.
  const inUse = known.find(({ activatesAt }) => activatesAt <= now) ?? known.at(-1);
  if (inUse === undefined) return [];
  const before = known.filter(({ generation }) => generation < inUse.generation);
  const toCome = known.filter(({ generation }) => generation > inUse.generation);
  return [inUse, ...before, ...toCome];
}

/** Whether a key has to be made now, so that the one in use is not used for longer than `maxAge` milliseconds. */
export function isDue(
  keys: readonly Key[],
  purpose: Purpose,
  now: Date,
  maxAge: number | null,
): boolean {
  const { lead, ages } = schedules[purpose];
  const newest = newestOf(keys, purpose);
  if (!ages || maxAge === null || newest === undefined) return false;
  return now.getTime() - newest.activatesAt.getTime() >= maxAge - lead;
}

/** What becomes of the keys of a purpose when one is added. */
export interface Succession {
  readonly generation: number;
  readonly activatesAt: Date;
  /** When the keys before it expire. */
  readonly othersExpireAt: Date;
}

/**
 * When the next key takes over, and when the ones before it go.
 * @param immediately for a key that somebody else may have: all before it go at once
 * @returns undefined where the next one is there already and waits for its time
 */
export function succession(
  keys: readonly Key[],
  purpose: Purpose,
  now: Date,
  immediately: boolean,
): Succession | undefined {
  const newest = newestOf(keys, purpose);
  const generation = (newest?.generation ?? 0) + 1;
  if (immediately) return { generation, activatesAt: now, othersExpireAt: now };
  if (newest !== keysInOrder(keys, purpose, now)[0]) return undefined;
  const { lead, kept } = schedules[purpose];
  const activatesAt = new Date(now.getTime() + lead);
  return { generation, activatesAt, othersExpireAt: new Date(activatesAt.getTime() + kept) };
}

function newestOf(keys: readonly Key[], purpose: Purpose): Key | undefined {
  return keys
    .filter((key) => key.purpose === purpose)
    .sort((a, b) => b.generation - a.generation)[0];
}
