import type { Operation } from 'openapi-backend';

/** The parts of a schema that are read here: references are resolved, and only the top level matters. */
interface Schema {
  readonly type?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly allOf?: readonly Schema[];
  readonly additionalProperties?: unknown;
}

interface Field {
  readonly type: unknown;
  readonly required: boolean;
}

interface Fields {
  readonly declared: ReadonlyMap<string, Field>;
  readonly ignoresOthers: boolean;
}

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
 * validation. Fields that the operation does not declare are left out where it ignores them: their values are not
 * validated, so no operation may see them.
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

function read({ declared, ignoresOthers }: Fields, values: Values): Values {
  const kept = Object.entries(values).flatMap(([name, value]) => {
    const field = declared.get(name);
    if (field === undefined) return ignoresOthers ? [] : [[name, value] as const];
    const isAbsent = !field.required && (value === null || value === '');
    return isAbsent ? [] : [[name, coerce(field, value)] as const];
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

function queryFields({ parameters = [] }: Operation): Fields {
  const declared = new Map<string, Field>();
  let ignoresOthers = false;
  for (const parameter of parameters) {
    if ('$ref' in parameter || parameter.in !== 'query') continue;
    const { type, additionalProperties } = (parameter.schema ?? {}) as Schema;
    if (additionalProperties === true) ignoresOthers = true;
    else declared.set(parameter.name, { type, required: parameter.required === true });
  }
  return { declared, ignoresOthers };
}

/** Bodies of the License API ignore other fields. */
function bodyFields({ requestBody }: Operation): Fields {
  if (requestBody === undefined || '$ref' in requestBody) {
    return { declared: new Map(), ignoresOthers: true };
  }
  const schema = requestBody.content['application/json']?.schema ?? {};
  const parts = partsOf(schema as Schema);
  const required = new Set(parts.flatMap((part) => part.required ?? []));
  const properties = parts.flatMap((part) => Object.entries(part.properties ?? {}));
  const declared = new Map(
    properties.map(([name, { type }]) => [name, { type, required: required.has(name) }]),
  );
  return { declared, ignoresOthers: true };
}

function partsOf(schema: Schema): Schema[] {
  return [schema, ...(schema.allOf ?? []).flatMap(partsOf)];
}
