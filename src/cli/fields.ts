import { type Command, InvalidArgumentError, Option } from 'commander';

/** The fields that were given: those that are undefined are left out. */
export function given<Fields extends object>(fields: Fields) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Fields]?: Exclude<Fields[Name], undefined>;
  };
}

/** Adds two options of which at most one may be given. */
export function addSwitch(
  command: Command,
  yes: readonly [name: string, does: string],
  no: readonly [name: string, does: string],
): Command {
  const opposite = new Option(`--${no[0]}`, no[1]).conflicts(yes[0]);
  return command.option(`--${yes[0]}`, yes[1]).addOption(opposite);
}

/** What a switch says; undefined where it says nothing. */
export function switched(yes: true | undefined, no: true | undefined): boolean | undefined {
  return yes ?? (no === undefined ? undefined : false);
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
