/** What an installation has keys for. */
export const purposes = ['response', 'openid', 'cookies', 'binding'] as const;

/**
 * `response` signs the responses of the License API, `openid` the ID tokens, and `cookies` the cookies of the sign-in
 * pages. `binding` encrypts the binding of a sign-in.
 */
export type Purpose = (typeof purposes)[number];

/**
 * A key for one purpose. The next key is published before it is used, and the previous one stays valid for some time.
 */
export interface Key {
  readonly purpose: Purpose;
  /** Counts the keys of a purpose from 1. */
  readonly generation: number;
  readonly kid: string;
  readonly secret: string;
  readonly createdAt: Date;
  /** When it comes into use, until the next key does. */
  readonly activatesAt: Date;
  /** When it stops being valid; null while no key follows it. */
  readonly expiresAt: Date | null;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

interface Schedule {
  /** Milliseconds from the publication of a key to its first use: longer than any cache of keys. */
  readonly lead: number;
  /** Milliseconds for which a replaced key stays valid: longer than anything that was signed or encrypted with it. */
  readonly kept: number;
  /** True when the server itself replaces old keys. */
  readonly ages: boolean;
}

/** See docs/pages/decisions.md#key-rotation. */
const schedules: Record<Purpose, Schedule> = {
  // Applications contain the public key, and only their vendor knows when they have the next one. Stored responses
  // outlive it.
  response: { lead: 90 * DAY, kept: 365 * DAY, ages: false },
  openid: { lead: 7 * DAY, kept: DAY, ages: true },
  cookies: { lead: HOUR, kept: DAY, ages: true },
  binding: { lead: HOUR, kept: DAY, ages: true },
};

/** The valid keys of a purpose: first the one in use, then the previous ones, then the next one. */
export function keysInOrder(keys: readonly Key[], purpose: Purpose, now: Date): Key[] {
  const known = keys
    .filter((key) => key.purpose === purpose)
    .filter(({ expiresAt }) => expiresAt === null || expiresAt > now)
    .sort((a, b) => b.generation - a.generation);
  // When the clocks of instances differ, the first key may not be active yet.
  const inUse = known.find(({ activatesAt }) => activatesAt <= now) ?? known.at(-1);
  if (inUse === undefined) return [];
  const before = known.filter(({ generation }) => generation < inUse.generation);
  const toCome = known.filter(({ generation }) => generation > inUse.generation);
  return [inUse, ...before, ...toCome];
}

/**
 * True when the next key must be created now, so that the one in use does not get older than `maxAge` milliseconds.
 * @param maxAge null for never
 */
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

/** When a new key comes into use, and when the previous ones expire. */
export interface Succession {
  readonly generation: number;
  readonly activatesAt: Date;
  /** When the previous keys expire. */
  readonly othersExpireAt: Date;
}

/**
 * When the next key comes into use, and when the previous ones expire.
 * @param immediately true when somebody else may have a key: the previous keys expire at once
 * @returns undefined when the next key exists already and is not in use yet
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
