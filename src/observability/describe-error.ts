import { clearSecrets } from './clear-secrets.ts';

/** An error as it stands in the log. */
export interface DescribedError {
  readonly type: string;
  readonly message: string;
  readonly code?: string | number;
  /** Where it was thrown, without the message. */
  readonly stack?: string;
  readonly cause?: DescribedError;
}

/** Causes of causes; deeper ones say nothing new. */
const DEPTH = 5;
/** Characters of a message that are looked at. What others say may stand in it, and may be of any length. */
const LONGEST_MESSAGE = 2_000;

/**
 * Lists by hand what of an error may stand in a log. Libraries hang requests, answers, rows and URLs on their errors,
 * so what is not listed stays out; and the message is cleared of what is worth stealing.
 */
export function describeError(error: unknown, depth = DEPTH): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'this is not an error' };
  const { code, errcode, errors } = error as {
    code?: unknown;
    errcode?: unknown;
    errors?: unknown;
  };
  const known = [code, errcode].find((one) => typeof one === 'string' || typeof one === 'number');
  // Of addresses tried in turn, each has an error of its own.
  const cause: unknown = error.cause ?? (Array.isArray(errors) ? errors[0] : undefined);
  const places = error.stack?.replace(error.message, '').split('\n');
  const stack = places?.filter((line) => /^\s+at /.test(line));
  return {
    type: typeOf(error),
    message: clear(error),
    ...(known === undefined ? {} : { code: known }),
    ...(stack === undefined ? {} : { stack: stack.join('\n') }),
    ...(cause === undefined || depth === 0 ? {} : { cause: describeError(cause, depth - 1) }),
  };
}

function typeOf(error: Error): string {
  return /^error$/i.test(error.name) ? error.constructor.name : error.name;
}

function clear(error: Error): string {
  // JSON.parse quotes the text that it could not read; PostgreSQL the value (class 22, data exceptions).
  if (error instanceof SyntaxError) return 'this could not be parsed';
  const { code } = error as { code?: unknown };
  const isData = typeof code === 'string' && /^22...$/.test(code);
  const message = error.message.slice(0, LONGEST_MESSAGE);
  const isCut = message.length < error.message.length;
  return clearSecrets(isData ? message.replaceAll(/"[^"]*(?:"|$)/g, '"…"') : message, isCut);
}
