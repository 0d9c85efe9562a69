import type { TimeZone } from '../../rules/time-zone.ts';
import { endOf } from '../time-of.ts';

interface Ends {
  readonly valid_until?: string | null;
  readonly maintenance_until?: string | null;
}

type Read<Body extends Ends> = {
  [Name in keyof Body]: Name extends keyof Ends ? Date | null : Body[Name];
};

/**
 * The terms of a body, with dates where it has texts.
 * @param zone whose days count where the body names a day
 * @throws ApiError validation_error for a time that no calendar has
 */
export function readTerms<Body extends Ends>(body: Body, zone: TimeZone): Read<Body> {
  const terms = { ...body };
  for (const name of ['valid_until', 'maintenance_until'] as const) {
    if (name in body) Object.assign(terms, { [name]: endOf(body[name], `body.${name}`, zone) });
  }
  return terms as Read<Body>;
}
