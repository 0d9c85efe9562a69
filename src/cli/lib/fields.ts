import { readFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import { Failure } from './failure.ts';

/** Copies an object without its undefined properties. */
export function omitUndefined<Fields extends object>(fields: Fields) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Fields]?: Exclude<Fields[Name], undefined>;
  };
}

/** Checks that there is something to change. @throws Failure when there are no fields */
export function assertChanges(fields: object): void {
  if (Object.keys(fields).length > 0) return;
  throw new Failure('usage', 'No change was given. --help lists the options.');
}

/** Collects the values of an option that may be repeated. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** Parses the value of an option such as `--metadata '{"tier":"gold"}'`. @throws InvalidArgumentError */
export function parseJsonObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new InvalidArgumentError('It must be a JSON object, such as \'{"tier":"gold"}\'.');
}

/**
 * Returns a parser of whole numbers. The server checks how large they may be.
 * @param word is parsed to itself
 * @returns throws InvalidArgumentError
 */
export function wholeNumber<Word extends string = never>(least = 1, word?: Word) {
  return (text: string): number | Word => {
    if (word !== undefined && text === word) return word;
    if (/^\d{1,15}$/.test(text) && Number(text) >= least) return Number(text);
    const others = word === undefined ? '' : `, or ${word}`;
    throw new InvalidArgumentError(`It must be a whole number of at least ${least}${others}.`);
  };
}

/** Parses a date or time to a time in UTC. A date stands for its beginning. @throws InvalidArgumentError */
export function parseTime(text: string): string {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text;
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(time)) return time;
  throw new InvalidArgumentError(
    'It must be a date such as 2027-06-15, or a time such as 2027-06-15T12:00:00Z.',
  );
}

/**
 * Parses the end of something: a date, which the server takes for its end; a time; or `never`.
 * @throws InvalidArgumentError
 */
export function parseEnd(text: string): string {
  if (text !== 'never') parseTime(text);
  return text;
}

/**
 * Reads a secret from a file.
 * @param file its path; `-` is stdin
 * @throws Failure when it cannot be read, or is empty
 */
export function readSecretFile(file: string): string {
  try {
    const secret = readFileSync(file === '-' ? 0 : file, 'utf8').replace(/\r?\n$/, '');
    if (secret !== '') return secret;
  } catch (cause) {
    throw new Failure('usage', `${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
  throw new Failure('usage', `${file === '-' ? 'stdin' : file} is empty.`);
}
