import type { Details } from './admin-command.ts';

/** What is shown under a name: a field as it is, or what is made of one or more fields. */
export type Detail<Thing> =
  keyof Thing | readonly [fields: readonly (keyof Thing)[], show: (thing: Thing) => unknown];

/**
 * What is shown of a thing: what is named, and every other field that the contract has, before the times.
 * @param schema its fields in the contract
 * @param hidden fields that are not shown
 */
export function detailsOf<Thing>(
  schema: object,
  named: Readonly<Record<string, Detail<Thing>>>,
  hidden: readonly (keyof Thing)[],
): Details<Thing> {
  const covered = new Set<unknown>(hidden);
  const details = Object.entries(named).map(([label, detail]) => {
    const [fields, show] = typeof detail === 'object' ? detail : [[detail], valueOf(detail)];
    for (const field of fields) covered.add(field);
    return [label, show] as const;
  });
  const others = Object.keys(schema)
    .filter((field) => !covered.has(field))
    .map((field) => [labelOf(field), valueOf(field as keyof Thing)] as const);
  const times = details.findIndex(([label]) => label === 'Created');
  details.splice(times < 0 ? details.length : times, 0, ...others);
  return Object.fromEntries(details);

  function valueOf(field: keyof Thing) {
    return (thing: Thing): unknown => thing[field];
  }
}

/** `seat_note` is shown as `Seat note`. */
function labelOf(field: string): string {
  const words = field.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
