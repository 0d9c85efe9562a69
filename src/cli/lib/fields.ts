import { readFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import { Failure } from './failure.ts';

/** The fields that were given: those that are undefined are left out. */
export function omitUndefined<Fields extends object>(fields: Fields) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Fields]?: Exclude<Fields[Name], undefined>;
  };
}

/** @throws Failure when there are no fields that are to be changed */
export function assertChanges(fields: object): void {
  if (Object.keys(fields).length > 0) return;
  throw new Failure('usage', 'Say what to change; --help shows what can be.');
}

/** Reads the value of an option that may be given several times. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** Reads the value of an option such as `--metadata '{"tier":"gold"}'`. */
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

/** Reads the value of an option that counts. */
export function parseCount(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 1 on.');
}

/** Reads the value of an option that counts, or limits nothing. */
export function parseLimit(text: string): number | 'unlimited' {
  if (text === 'unlimited') return text;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 1 on, or unlimited.');
}

/** Reads the value of an option that counts from 0 on. */
export function parseNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 0 on.');
}

/** Reads a day or a time; a day means its beginning in UTC. */
export function parseTime(text: string): string {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text;
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(time)) return time;
  throw new InvalidArgumentError('It must be a day, 2027-06-15, or a time, 2027-06-15T12:00:00Z.');
}

/** Reads when something ends: a day, which the server takes for its end; a time; or `never`. */
export function parseEnd(text: string): string {
  if (text !== 'never') parseTime(text);
  return text;
}

/**
 * The secret in a file, `-` being stdin.
 * @throws Failure where it cannot be read, or is empty
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
