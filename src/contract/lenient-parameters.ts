import type { Operation } from 'openapi-backend';

/** The parts of a schema that are read here: references are resolved, and only the top level matters. */
interface Schema {
  readonly type?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly allOf?: readonly Schema[];
}

interface Field {
  readonly type: unknown;
  readonly required: boolean;
}

type Fields = ReadonlyMap<string, Field>;
type Values = Readonly<Record<string, unknown>>;

/** Readers for the parameters of one operation, which accept what clients of the License API send. */
export interface LenientParameters {
  readonly query: (values: Values) => Values;
  /** Returns values other than objects unchanged. */
  readonly body: (value: unknown) => unknown;
}

/**
 * Creates lenient readers. Null and empty values of optional parameters count as absent. Booleans may be `true`,
 * `false`, `1` or `0`, and numbers may be strings, in JSON too. Other values stay unchanged and are refused by
 * validation.
 * @param operation with its references resolved
 */
export function lenientParameters(operation: Operation): LenientParameters {
  const query = queryFields(operation);
  const body = bodyFields(operation);
  return {
    query: (values) => read(query, values),
    body: (value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? read(body, value as Values)
        : value,
  };
}

function read(fields: Fields, values: Values): Values {
  const kept = Object.entries(values).flatMap(([name, value]) => {
    const field = fields.get(name);
    const isAbsent = field?.required === false && (value === null || value === '');
    return isAbsent ? [] : [[name, field === undefined ? value : coerce(field, value)] as const];
  });
  return Object.fromEntries(kept);
}

function coerce({ type }: Field, value: unknown): unknown {
  if (type === 'boolean') {
    if (value === 'true' || value === '1' || value === 1) return true;
    return value === 'false' || value === '0' || value === 0 ? false : value;
  }
  const isNumber = type === 'integer' || type === 'number';
  return isNumber && typeof value === 'string' && /^-?\d{1,20}(\.\d{1,20})?$/.test(value)
    ? Number(value)
    : value;
}

function queryFields(operation: Operation): Fields {
  const fields = new Map<string, Field>();
  for (const parameter of operation.parameters ?? []) {
    if ('$ref' in parameter || parameter.in !== 'query') continue;
    const { type } = (parameter.schema ?? {}) as Schema;
    fields.set(parameter.name, { type, required: parameter.required === true });
  }
  return fields;
}

function bodyFields({ requestBody }: Operation): Fields {
  if (requestBody === undefined || '$ref' in requestBody) return new Map();
  const schema = requestBody.content['application/json']?.schema ?? {};
  const parts = partsOf(schema as Schema);
  const required = new Set(parts.flatMap((part) => part.required ?? []));
  const properties = parts.flatMap((part) => Object.entries(part.properties ?? {}));
  return new Map(
    properties.map(([name, { type }]) => [name, { type, required: required.has(name) }]),
  );
}

function partsOf(schema: Schema): Schema[] {
  return [schema, ...(schema.allOf ?? []).flatMap(partsOf)];
}
