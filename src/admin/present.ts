import type { components } from '../../generated/openapi.d.ts';
import { fields } from '../../generated/fields.ts';

type Schemas = components['schemas'];
type Shown = keyof typeof fields & keyof Schemas & `Admin${string}`;

/** A record with all fields of a schema; its times are dates. */
type RecordOf<Schema> = {
  readonly [Name in keyof Schema]: Schema[Name] extends string | null
    ? Schema[Name] | Date
    : Schema[Name] extends readonly (infer Item)[] | null | undefined
      ? readonly Item[] | Extract<Schema[Name], null | undefined>
      : Schema[Name];
};

/**
 * Copies the fields of a schema of the contract from a record, and nothing else.
 * @param schema its name in the contract, such as `AdminCustomer`
 */
export function present<Name extends Shown>(
  schema: Name,
  record: RecordOf<Schemas[Name]>,
): Schemas[Name] {
  const values = record as Readonly<Record<string, unknown>>;
  const shown: Record<string, unknown> = {};
  for (const name in fields[schema]) {
    const value = values[name];
    if (value !== undefined) shown[name] = value instanceof Date ? value.toISOString() : value;
  }
  return shown as Schemas[Name];
}
