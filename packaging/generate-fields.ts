interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly [keyword: string]: unknown;
}

/** The schemas of resources, new resources, changes and settings, and of audit entries. */
const RESOURCE = /^(Admin|New)[A-Z]\w*(?<!List)$|(Changes|Settings)$|^AuditEntry$/;
const KEYWORDS = [
  ...['type', 'enum', 'default', 'description'],
  ...['minLength', 'maxLength', 'pattern', 'minimum', 'maximum', 'maxItems'],
  ...['required', 'additionalProperties'],
];

interface Parameter {
  readonly $ref?: string;
  readonly in: string;
  readonly name: string;
}

interface Contract {
  readonly paths: Readonly<
    Record<string, { get?: { operationId: string; parameters?: readonly Parameter[] } }>
  >;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly parameters: Readonly<Record<string, Parameter>>;
  };
}

/**
 * The fields of the Admin API's resources with their limits, and the parameters of its lists, for code that needs them
 * without reading the contract.
 */
export function generateFields(document: unknown): Record<string, string> {
  const { paths, components } = document as Contract;
  const { schemas } = components;

  const resources = Object.entries(schemas).flatMap(([name, { properties }]) =>
    RESOURCE.test(name) && properties !== undefined
      ? [[name, mapValues(properties, fieldOf)] as const]
      : [],
  );
  const lists = Object.entries(paths).flatMap(([path, { get }]) =>
    path.startsWith('/admin/') && get?.operationId.startsWith('list') === true
      ? [[get.operationId, queryOf(get.parameters ?? [])] as const]
      : [],
  );
  const text = `/* Written by \`npm run generate\` from openapi.yaml. Do not edit. */

/** The fields of the Admin API's resources, as JSON Schema without references. */
export const fields = ${JSON.stringify(Object.fromEntries(resources), null, 2)} as const;

/** The names of the query parameters of the Admin API's lists, by operation. */
export const listParameters = ${JSON.stringify(Object.fromEntries(lists), null, 2)} as const;
`;

  return { 'fields.ts': text };

  /** The keywords of a field's schema, and of the schemas that it refers to. */
  function fieldOf(schema: Schema): Record<string, unknown> {
    const { $ref, allOf = [], oneOf = [], items, properties } = schema;
    const parts = [...allOf, ...oneOf].map(fieldOf);
    const merged = Object.assign({}, ...parts) as Record<string, unknown>;
    if (oneOf.length > 0) merged['type'] = parts.flatMap(({ type }) => type ?? []);
    const referred = $ref === undefined ? {} : fieldOf(schemas[nameOf($ref)] ?? {});
    const own = KEYWORDS.filter((keyword) => keyword in schema);
    return {
      ...referred,
      ...merged,
      ...Object.fromEntries(own.map((keyword) => [keyword, schema[keyword]])),
      ...(items && { items: fieldOf(items) }),
      ...(properties && { properties: mapValues(properties, fieldOf) }),
    };
  }

  function queryOf(parameters: readonly Parameter[]): string[] {
    return parameters
      .map((one) => (one.$ref === undefined ? one : components.parameters[nameOf(one.$ref)]))
      .flatMap((one) => (one?.in === 'query' ? one.name : []));
  }
}

function nameOf(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}

function mapValues<In, Out>(values: Readonly<Record<string, In>>, map: (value: In) => Out) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
}
