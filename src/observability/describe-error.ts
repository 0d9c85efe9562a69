import { clearSecrets } from './clear-secrets.ts';
import { withSourcePlaces } from './source-places.ts';

/** An error in the log. */
export interface DescribedError {
  readonly type: string;
  readonly message: string;
  readonly code?: string | number;
  /** The stack without the message, with places in the sources. */
  readonly stack?: string;
  readonly cause?: DescribedError;
}

/** The maximum depth of causes. */
const DEPTH = 5;
/** Characters of a message that are used. It may contain texts from outside of any length. */
const LONGEST_MESSAGE = 2_000;

/**
 * Describes an error for the log. Libraries attach requests, responses, rows and URLs to their errors, so only the listed
 * properties are used, and secrets are removed from the message.
 */
export function describeError(error: unknown, depth = DEPTH): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'this is not an error' };
  const { code, errcode, errors } = error as {
    code?: unknown;
    errcode?: unknown;
    errors?: unknown;
  };
  const known = [code, errcode].find((one) => typeof one === 'string' || typeof one === 'number');
  // An AggregateError of several addresses has no cause but several errors.
  const cause: unknown = error.cause ?? (Array.isArray(errors) ? errors[0] : undefined);
  const places = error.stack?.replace(error.message, '').split('\n');
  const stack = places?.filter((line) => /^\s+at /.test(line));
  return {
    type: typeOf(error),
    message: clear(error),
    ...(known === undefined ? {} : { code: known }),
    ...(stack === undefined ? {} : { stack: withSourcePlaces(stack.join('\n')) }),
    ...(cause === undefined || depth === 0 ? {} : { cause: describeError(cause, depth - 1) }),
  };
}

function typeOf(error: Error): string {
  return /^error$/i.test(error.name) ? error.constructor.name : error.name;
}

function clear(error: Error): string {
  // JSON.parse quotes the text; PostgreSQL quotes the value (class 22, data exceptions).
  if (error instanceof SyntaxError) return 'this could not be parsed';
  const { code } = error as { code?: unknown };
  const isData = typeof code === 'string' && /^22...$/.test(code);
  const message = error.message.slice(0, LONGEST_MESSAGE);
  const isCut = message.length < error.message.length;
  return clearSecrets(isData ? message.replaceAll(/"[^"]*(?:"|$)/g, '"…"') : message, isCut);
}
