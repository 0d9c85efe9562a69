import type { TimeZone } from '../../rules/time-zone.ts';
import { endOf, startFrom } from '../time-of.ts';

/** How each time of the terms is read; a date without a time is the beginning or the end of that day. */
const times = { starts_at: startFrom, valid_until: endOf, maintenance_until: endOf };

type Times = { readonly [Name in keyof typeof times]?: string | null };

type Read<Body extends Times> = {
  [Name in keyof Body]: Name extends keyof Times ? Date | null : Body[Name];
};

/**
 * Reads the terms of a license from a body, and parses its times.
 * @param zone the time zone of dates without a time
 * @throws ApiError validation_error for a time that does not exist
 */
export function readTerms<Body extends Times>(body: Body, zone: TimeZone): Read<Body> {
  const terms: Record<string, unknown> = { ...body };
  for (const [name, read] of Object.entries(times)) {
    const text = body[name as keyof Times];
    if (text !== undefined) terms[name] = read(text, `body.${name}`, zone);
  }
  return terms as Read<Body>;
}
