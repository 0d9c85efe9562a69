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
 * Reads the terms of a license from a body, and parses its times.
 * @param zone the time zone of dates without a time
 * @throws ApiError validation_error for a time that does not exist
 */
export function readTerms<Body extends Ends>(body: Body, zone: TimeZone): Read<Body> {
  const terms = { ...body };
  for (const name of ['valid_until', 'maintenance_until'] as const) {
    if (name in body) Object.assign(terms, { [name]: endOf(body[name], `body.${name}`, zone) });
  }
  return terms as Read<Body>;
}
