import { ApiError } from './errors.ts';

type Variables = Readonly<Record<string, unknown>>;

/** Names that a device may have variables under, over all its requests. */
export const MOST_VARIABLES = 64;
/** Bytes that they may have together, as JSON in UTF-8. */
export const VARIABLES_LIMIT = 65_536;

/**
 * Adds variables to those that a device has; a name that is there already gets its new value.
 * @throws ApiError validation_error where there would be more than are kept
 */
export function mergeVariables(known: Variables, news: Variables): Variables {
  const merged = { ...known, ...news };
  const count = Object.keys(merged).length;
  const size = Buffer.byteLength(JSON.stringify(merged));
  if (count <= MOST_VARIABLES && size <= VARIABLES_LIMIT) return merged;
  throw new ApiError(
    'validation_error',
    `body.variables: the device would have ${count} variables of ${size} bytes together; ` +
      `at most ${MOST_VARIABLES} of ${VARIABLES_LIMIT} bytes are kept. Use names that it has already.`,
  );
}
