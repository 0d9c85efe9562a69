import { fields } from '../../generated/fields.ts';
import type { components } from '../../generated/openapi.d.ts';

type Schemas = components['schemas'];
type Made = keyof typeof fields & keyof Schemas & `New${string}`;

/** The fields of a schema that have a default, with their types. */
type Defaults<Name extends Made> = {
  -readonly [
    Field in keyof (typeof fields)[Name] &
      keyof Schemas[Name] as (typeof fields)[Name][Field] extends {
      default: unknown;
    }
      ? Field
      : never
  ]: (typeof fields)[Name][Field] extends { default: null } ? null : Schemas[Name][Field];
};

/** The defaults of a new resource. @param schema its name in the contract, such as `NewCustomer` */
export function defaultsOf<Name extends Made>(schema: Name): Defaults<Name> {
  const defaults = Object.entries<object>(fields[schema]).flatMap(([name, field]) =>
    'default' in field ? [[name, field.default] as const] : [],
  );
  return structuredClone(Object.fromEntries(defaults)) as Defaults<Name>;
}
