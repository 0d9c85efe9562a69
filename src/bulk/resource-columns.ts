import { Ajv, type ValidateFunction } from 'ajv';
import type { Fields } from '../rules/fields.ts';
import { type CellType, end, integer, json, oneOf, text, truth } from './cell-types.ts';
import type { Column } from './column.ts';

/** The limits of a field of a new resource in the contract. */
interface Limits {
  readonly type: string | readonly string[];
  readonly enum?: readonly (string | null)[];
  readonly default?: unknown;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

type Special = Readonly<Record<string, Column | undefined>>;

const ajv = new Ajv({ strict: false });

/**
 * The columns for the fields that a record and the `New…` schema of the contract share, in the order of the record. The
 * record says how a field is stored; the contract says what it may contain, and its default.
 * @param special columns that differ; undefined for a field without a column
 */
export function resourceColumns<
  F extends Fields,
  L extends Readonly<Record<string, Limits>>,
  S extends Special,
>(fields: F, limits: L, special: S) {
  type Name = Exclude<
    keyof F & keyof L,
    { [N in keyof S]: S[N] extends undefined ? N : never }[keyof S]
  >;

  const columns = Object.entries(fields).flatMap(([name, { kind }]) => {
    const limit = limits[name];
    if (limit === undefined) return [];
    const column = name in special ? special[name] : columnOf(name, kind, limit);
    return column === undefined ? [] : [[name, column] as const];
  });
  return Object.fromEntries(columns) as Readonly<Record<Name, Column>>;
}

function columnOf(name: string, kind: Fields[string]['kind'], limits: Limits): Column {
  const types = [limits.type].flat();
  const type = typeOf(name, kind, types, limits);
  if (!('default' in limits)) return { type };
  const { default: value } = limits;
  const otherwise = value === null ? null : (type.parse(value, ANY_ZONE) ?? null);
  if (!types.includes('null')) return { type, default: otherwise };
  // An empty cell would be ambiguous for a limit.
  const none = types.includes('integer') ? ({ none: 'unlimited' } as const) : {};
  return { type, default: otherwise, nullable: true, ...none };
}

/** No default of the contract is a time. */
const ANY_ZONE = { timeZone: { name: 'UTC', endOf: () => undefined } };

function typeOf(
  name: string,
  kind: Fields[string]['kind'],
  types: readonly string[],
  limits: Limits,
): CellType {
  const { minLength = 0, maxLength = Infinity, minimum = 0, maximum = Infinity } = limits;
  if (kind === 'boolean') return truth;
  if (kind === 'time') return end;
  if (kind === 'json') {
    const must = types.includes('array')
      ? `a JSON list of ${name.replaceAll('_', ' ')}`
      : 'properties' in limits
        ? `a JSON object with fields that ${name} can have`
        : 'a JSON object';
    const fits = ajv.compile(limits);
    return json(must, fits, (value) => (fits(value) ? undefined : faultOf(fits)));
  }
  if (limits.enum !== undefined) return oneOf(...limits.enum.filter((word) => word !== null));
  return types.includes('integer') ? integer(minimum, maximum) : text(minLength, maxLength);
}

/** The first fault of what was validated last, when it is in a field. */
function faultOf({ errors }: ValidateFunction): string | undefined {
  const error = errors?.[0];
  if (error === undefined) return undefined;
  const unknown: unknown = error.params['additionalProperty'];
  if (typeof unknown === 'string') return `cannot have ${unknown}`;
  const field = error.instancePath.slice(1).replaceAll('/', '.');
  return field === '' ? undefined : `has ${field}, which ${error.message}`;
}
