const MINUTE = 60;
const QUARTER = 15 * MINUTE;
const HOUR = 60 * MINUTE;

/** The maximum number of requests or guesses in a number of seconds. */
export interface RateLimit {
  readonly count: number;
  readonly seconds: number;
}

/** The default of each limit, by its name in the settings. docs/pages/rate-limits.md says what each one counts. */
export const defaultRateLimits = {
  'api-key-address': { count: 600, seconds: MINUTE },
  'api-key': { count: 1_800, seconds: MINUTE },
  'admin-token': { count: 6_000, seconds: MINUTE },
  password: { count: 10, seconds: QUARTER },
  'password-anywhere': { count: 100, seconds: HOUR },
  guess: { count: 100, seconds: QUARTER },
  'guess-anywhere': { count: 5_000, seconds: HOUR },
  address: { count: 1_000, seconds: QUARTER },
  credential: { count: 1_000, seconds: QUARTER },
  'offline-file': { count: 300, seconds: QUARTER },
  'sign-in-url': { count: 60, seconds: HOUR },
  trial: { count: 100, seconds: HOUR },
  'trial-anywhere': { count: 1_000, seconds: HOUR },
} as const satisfies Record<string, RateLimit>;

export type LimitName = keyof typeof defaultRateLimits;

/** The limits in force; one that is switched off is null. */
export type RateLimits = Readonly<Record<LimitName, RateLimit | null>>;

/**
 * Parses `name=count` or `name=off`, separated by commas, or `off` for all.
 * @returns the defaults with those changes; undefined when the text is invalid
 */
export function parseRateLimits(text: string): RateLimits | undefined {
  const limits: Record<LimitName, RateLimit | null> = { ...defaultRateLimits };
  if (text === 'off') {
    for (const name of Object.keys(limits)) limits[name as LimitName] = null;
    return limits;
  }
  for (const part of text.split(',')) {
    const [, name = '', value = ''] = /^ *([a-z-]+)=(off|[1-9]\d{0,8}) *$/.exec(part) ?? [];
    if (!isLimitName(name)) return undefined;
    const { seconds } = defaultRateLimits[name];
    limits[name] = value === 'off' ? null : { count: Number(value), seconds };
  }
  return limits;
}

function isLimitName(name: string): name is LimitName {
  return Object.hasOwn(defaultRateLimits, name);
}
