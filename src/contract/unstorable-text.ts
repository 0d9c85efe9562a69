import { ApiError } from '../rules/errors.ts';

/** Where a text comes from, with what of it no database keeps as it is. */
const UNSTORABLE = {
  // Bytes that are not UTF-8 arrive as U+FFFD: of two different texts they would make one.
  query: /[\0\ufffd]|\p{Surrogate}/u,
  body: /\0|\p{Surrogate}/u,
} as const;

/**
 * Refuses texts of a request that would not be kept as they are: two devices with such names could become one.
 * Texts further in are kept as JSON, which escapes them.
 * @throws ApiError validation_error
 */
export function refuseUnstorableText(place: keyof typeof UNSTORABLE, values: unknown): void {
  for (const [name, value] of Object.entries(values ?? {})) {
    if (typeof value !== 'string' || !UNSTORABLE[place].test(value)) continue;
    throw new ApiError(
      'validation_error',
      `${place}.${name} must be Unicode text without U+0000${place === 'query' ? ', percent-encoded as UTF-8' : ''}`,
      { audit: { detail: { field: `${place}.${name}` } } },
    );
  }
}
