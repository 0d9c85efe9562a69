import type { Details } from './admin-command.ts';

/** A row of `show`: a field, or a text that is made of one or more fields. */
export type Detail<Thing> =
  keyof Thing | readonly [fields: readonly (keyof Thing)[], show: (thing: Thing) => unknown];

/**
 * The rows of `show`: the given ones, then all other fields of the contract, and the times at the end.
 * @param schema the fields in the contract
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
