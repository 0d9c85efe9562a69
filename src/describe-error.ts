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
  return withoutSecrets(isData ? error.message.replaceAll(/"[^"]*"/g, '"…"') : error.message);
}

/** A message cleared of what is worth stealing. */
export function withoutSecrets(message: string): string {
  return (
    message
      // User name and password, query and fragment of URLs.
      .replaceAll(/(\w:\/\/)[^\s/?#@"']*@/g, '$1…@')
      .replaceAll(/(\w:\/\/[^\s?#"']*)[?#][^\s"']*/g, '$1?…')
      // What looks like a token: long, and of letters and digits both.
      .replaceAll(/[\w-]{20,}/g, (word) => (/\d/.test(word) && /[a-z]/i.test(word) ? '…' : word))
  );
}
