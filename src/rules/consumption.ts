import { ApiError } from './errors.ts';
import { boolean, nullable, number, oneOf, time, type Values } from './fields.ts';

/** What the vendor allows of the use that is counted. */
export const meterFields = {
  /** null for no limit. */
  max_consumptions: nullable(number),
  /** True when an application may take back what it counted, even below 0. */
  allow_negative_consumptions: boolean,
  /** True when use above `max_consumptions` is counted too. */
  allow_overages: boolean,
  /** How much above `max_consumptions`; 0 for no limit. */
  max_overages: number,
  /** When the counter starts again at 0; null for never. */
  consumption_period: nullable(oneOf<'daily' | 'weekly' | 'monthly' | 'annually'>()),
};
export type Meter = Values<typeof meterFields>;

/** What a license has that does not count its use. */
const noMeter: Meter = {
  max_consumptions: null,
  allow_negative_consumptions: false,
  allow_overages: false,
  max_overages: 0,
  consumption_period: null,
};

/** The fields that only make sense for a license that counts its use. */
export function usedMeterFields(meter: Meter): (keyof Meter)[] {
  const names = Object.keys(noMeter) as (keyof Meter)[];
  return names.filter((name) => meter[name] !== noMeter[name]);
}

/** What was counted. */
export const counterFields = {
  total_consumptions: number,
  /** When it last changed; null for never. */
  counted_at: nullable(time),
};
export type Counter = Values<typeof counterFields>;

/** The largest count, so that a counter stays a safe integer in both databases. */
export const MOST_CONSUMPTIONS = 1_000_000_000_000;

const DAY = 86_400_000;
/** Milliseconds between the clocks of two instances. A time further ahead is that of a clock which was wrong. */
const CLOCK_TOLERANCE = 300_000;

/**
 * The last reset of a counter: the beginning of the day, the Monday, the first of the month or 1 January, at midnight UTC.
 * @returns undefined when it is never reset
 */
export function lastReset(period: NonNullable<Meter['consumption_period']>, now: Date): Date;
export function lastReset(period: Meter['consumption_period'], now: Date): Date | undefined;
export function lastReset(period: Meter['consumption_period'], now: Date): Date | undefined {
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  switch (period) {
    case 'daily':
      return new Date(Date.UTC(year, month, day));
    case 'weekly': {
      const sinceMonday = (now.getUTCDay() + 6) % 7;
      return new Date(Date.UTC(year, month, day) - sinceMonday * DAY);
    }
    case 'monthly':
      return new Date(Date.UTC(year, month, 1));
    case 'annually':
      return new Date(Date.UTC(year, 0, 1));
    case null:
      return undefined;
  }
}

/**
 * The meter of a license after what an application says of its overages. Where the vendor does not let applications set
 * them, that is ignored.
 * @param product of the license
 * @returns the license itself when nothing changes
 */
export function withOverages<License extends Meter>(
  license: License,
  { clients_set_overages: mayBeSet }: { readonly clients_set_overages: boolean },
  said: { readonly allow_overages?: boolean; readonly max_overages?: number },
): License {
  if (!mayBeSet) return license;
  const { allow_overages = license.allow_overages, max_overages = license.max_overages } = said;
  const isSame = allow_overages === license.allow_overages && max_overages === license.max_overages;
  return isSame ? license : { ...license, allow_overages, max_overages };
}

/** What counts at a time: 0 when a reset came after the last change, however late the server looks. */
export function totalAt(
  { consumption_period: period }: Pick<Meter, 'consumption_period'>,
  { total_consumptions: total, counted_at: countedAt }: Counter,
  now: Date,
): number {
  const reset = lastReset(period, now);
  return reset !== undefined && countedAt !== null && countedAt < reset ? 0 : total;
}

/** The largest total that is counted: the limit and the overages. */
export function mostConsumptions(meter: Meter): number {
  const { max_consumptions: limit, allow_overages: allowOverages, max_overages: most } = meter;
  if (limit === null || (allowOverages && most === 0)) return MOST_CONSUMPTIONS;
  return Math.min(limit + (allowOverages ? most : 0), MOST_CONSUMPTIONS);
}

/** What counts its use: a license, or a feature of one. */
interface Counted {
  readonly licenseId: number;
  /** The code of the refusal when too little is left. */
  readonly notEnough: 'license_not_enough_consumptions' | 'feature_not_enough_consumptions';
}

/**
 * Counts use of a license.
 * @param amount a whole number; negative to take use back
 * @throws ApiError negative_consumptions_not_allowed, license_not_enough_consumptions
 */
export function addConsumptions(
  license: Meter & Counter & { readonly id: number },
  amount: number,
  now: Date,
): Counter {
  return countUse(license, amount, now, {
    licenseId: license.id,
    notEnough: 'license_not_enough_consumptions',
  });
}

/**
 * Counts use of a feature of a license.
 * @param amount a whole number; negative to take use back
 * @throws ApiError negative_consumptions_not_allowed, feature_not_enough_consumptions
 */
export function addFeatureConsumptions(
  feature: Meter & Counter & { readonly license_id: number },
  amount: number,
  now: Date,
): Counter {
  return countUse(feature, amount, now, {
    licenseId: feature.license_id,
    notEnough: 'feature_not_enough_consumptions',
  });
}

function countUse(
  counter: Meter & Counter,
  amount: number,
  now: Date,
  { licenseId, notEnough }: Counted,
): Counter {
  const audit = { subject: { kind: 'license', id: licenseId } } as const;
  if (amount < 0 && !counter.allow_negative_consumptions) {
    throw new ApiError('negative_consumptions_not_allowed', 'Negative consumptions not allowed.', {
      audit,
    });
  }
  const before = totalAt(counter, counter, now);
  const most = mostConsumptions(counter);
  const after = before + amount;
  // A limit that was lowered below what is counted still lets use be taken back.
  if (amount > 0 && after > most) {
    throw new ApiError(
      notEnough,
      `Not enough consumptions left: ${Math.max(0, most - before)} of ${most}, and ${amount} requested.`,
      { audit },
    );
  }
  if (after < -MOST_CONSUMPTIONS) {
    throw new ApiError(notEnough, `At most ${MOST_CONSUMPTIONS} consumptions can be taken back.`, {
      audit,
    });
  }
  return { total_consumptions: after, counted_at: latest(counter.counted_at, now) };
}

/** True when no server counts on a day any more, whose clock may be slow. @param day its beginning in UTC */
export function isClosed(day: Date, now: Date): boolean {
  return day.getTime() + DAY + CLOCK_TOLERANCE <= now.getTime();
}

/**
 * The time of the last change. Of two requests around a reset, the one from before it may come second: it waited for the
 * lock, or another instance has a slower clock. It belongs to the new period then, whose count would be lost otherwise.
 */
function latest(countedAt: Date | null, now: Date): Date {
  const ahead = (countedAt?.getTime() ?? 0) - now.getTime();
  return countedAt !== null && ahead > 0 && ahead <= CLOCK_TOLERANCE ? countedAt : now;
}
