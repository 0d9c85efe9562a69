import { ApiError } from '../rules/errors.ts';

/** Parameters that a query or a form may have: the largest operation takes a third of it. */
export const MOST_PARAMETERS = 100;

/** The parameters of a query or a form by name: a list where a name stands more than once. */
export type Parameters = Record<string, string | string[]>;

/**
 * Refuses a query or a form before anything reads it: to count costs next to nothing, to parse does not.
 * @param what what it is, for the refusal
 * @throws ApiError validation_error
 */
export function assertFewParameters(encoded: string, what: string): void {
  let count = encoded === '' ? 0 : 1;
  for (let at = encoded.indexOf('&'); at >= 0; at = encoded.indexOf('&', at + 1)) count += 1;
  if (count <= MOST_PARAMETERS) return;
  throw new ApiError(
    'validation_error',
    `The ${what} has ${count} parameters; send at most ${MOST_PARAMETERS}.`,
  );
}

/**
 * A form as it was sent, in order.
 * @throws ApiError validation_error where it has too many parameters
 */
export function parseForm(encoded: string): URLSearchParams {
  assertFewParameters(encoded, 'form');
  return new URLSearchParams(encoded);
}

/**
 * Reads a query (`application/x-www-form-urlencoded`, WHATWG URL, section 5.1), each parameter once. Koa's own parser
 * looks through all of them for each: its time grows with the square of their number.
 */
export function readParameters(encoded: string): Parameters {
  // Without a prototype: any name may come, those of its methods too.
  const parameters = Object.create(null) as Parameters;
  for (const [name, value] of new URLSearchParams(encoded)) {
    const before = parameters[name];
    if (before === undefined) parameters[name] = value;
    else if (Array.isArray(before)) before.push(value);
    else parameters[name] = [before, value];
  }
  return parameters;
}
