import type { TimeZone } from '../../rules/time-zone.ts';
import { endOf } from '../time-of.ts';

/**
 * Reads the terms of a feature from a request, and parses its end: a date means the end of that day.
 * @param place where the terms stand in the request, such as `body`
 * @throws ApiError validation_error for a time that does not exist
 */
export function readFeatureTerms<Terms extends { readonly expires_at?: string | null }>(
  terms: Terms,
  place: string,
  zone: TimeZone,
): Omit<Terms, 'expires_at'> & { readonly expires_at?: Date | null } {
  const { expires_at: end, ...others } = terms;
  return end === undefined
    ? others
    : { ...others, expires_at: endOf(end, `${place}.expires_at`, zone) };
}
