import { ApiError } from '../rules/errors.ts';

/** The characters that databases cannot store, by the place of the text. */
const UNSTORABLE = {
  // Bytes that are not UTF-8 arrive as U+FFFD, so two different texts would become equal.
  query: /[\0\ufffd]|\p{Surrogate}/u,
  body: /\0|\p{Surrogate}/u,
} as const;

/**
 * Refuses texts that a database would change: two different names could become equal. Texts inside objects are stored
 * as JSON, which escapes such characters.
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
