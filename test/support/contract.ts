import { readFileSync } from 'node:fs';
import { OpenAPIBackend, type Document, type Operation } from 'openapi-backend';
import { parse } from 'yaml';

const text = readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8');

/** As much of JSON Schema as the contract's requests use. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Record<string, Schema>;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

interface DeclaredContent {
  readonly schema?: Schema;
  readonly example?: unknown;
  readonly examples?: Record<string, unknown>;
}

interface Reference {
  readonly $ref: string;
}

interface DeclaredResponse {
  readonly headers?: Record<string, unknown>;
  readonly content?: Record<string, DeclaredContent>;
}

interface DeclaredParameter {
  readonly name: string;
  readonly in: 'query' | 'path' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
  readonly example?: string | number | boolean;
}

export interface DeclaredOperation {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly isPublic: boolean;
  readonly security: readonly unknown[] | undefined;
  readonly summary: string;
  readonly tags: readonly string[];
  /** References resolved. */
  readonly parameters: readonly DeclaredParameter[];
  readonly requestBody: { readonly content: Record<string, DeclaredContent> } | undefined;
  readonly responses: Record<string, DeclaredResponse>;
}

type DeclaredItem = Pick<DeclaredOperation, 'operationId' | 'summary' | 'tags'> & {
  readonly responses: Record<string, DeclaredResponse | Reference>;
  readonly security?: readonly unknown[];
  readonly parameters?: readonly (DeclaredParameter | Reference)[];
  readonly requestBody?: { readonly content: Record<string, DeclaredContent> };
};

/** The contract, parsed and not dereferenced. */
export const contract = parse(text) as {
  readonly security: readonly unknown[];
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Record<
    string,
    Record<string, DeclaredItem> & {
      readonly parameters?: readonly (DeclaredParameter | Reference)[];
    }
  >;
  readonly components: {
    readonly schemas: Record<string, Schema> & { readonly ErrorCode: { readonly enum: string[] } };
    readonly parameters: Record<string, DeclaredParameter>;
    readonly responses: Record<string, DeclaredResponse>;
    readonly examples: Record<string, { readonly value: unknown }>;
    readonly securitySchemes: Record<string, unknown>;
  };
};

/** Every operation of the contract. */
export const declaredOperations: readonly DeclaredOperation[] = Object.entries(
  contract.paths,
).flatMap(([path, { parameters: shared = [], ...item }]) =>
  Object.entries(item).map(
    ([method, { parameters = [], security, requestBody, responses, ...declared }]) => ({
      ...declared,
      path,
      security,
      requestBody,
      method: method.toUpperCase(),
      isPublic: security?.length === 0,
      parameters: [...shared, ...parameters].map(resolveParameter),
      responses: Object.fromEntries(
        Object.entries(responses).map(([status, response]) => [status, resolveResponse(response)]),
      ),
    }),
  ),
);

/** What the vendor's programs call. */
export const adminOperations = declaredOperations.filter(({ path }) => path.startsWith('/admin/'));

/** What applications and monitors call. */
export const applicationOperations = declaredOperations.filter(
  (operation) => !adminOperations.includes(operation),
);

function resolveResponse(response: DeclaredResponse | Reference): DeclaredResponse {
  return '$ref' in response ? find(contract.components.responses, response.$ref) : response;
}

function resolveParameter(parameter: DeclaredParameter | Reference): DeclaredParameter {
  return '$ref' in parameter ? find(contract.components.parameters, parameter.$ref) : parameter;
}

/** The schema that a reference leads to; any other as it is. */
export function resolve(schema: Schema): Schema {
  return schema.$ref === undefined ? schema : find(contract.components.schemas, schema.$ref);
}

function find<T>(components: Record<string, T>, reference: string): T {
  const found = components[reference.split('/').at(-1) ?? ''];
  if (found === undefined) throw new Error(`the contract has no ${reference}`);
  return found;
}

/** The names of the parameters, of query and body, that an operation can do without. */
export function optionalParameters({ parameters, requestBody }: DeclaredOperation): string[] {
  const inQuery = parameters.filter((one) => one.in === 'query' && one.required !== true);
  const schema = requestBody?.content['application/json']?.schema;
  const parts = schema === undefined ? [] : allOf(schema);
  const required = parts.flatMap((part) => part.required ?? []);
  const inBody = parts.flatMap((part) => Object.keys(part.properties ?? {}));
  return [...inQuery.map(({ name }) => name), ...inBody.filter((name) => !required.includes(name))];
}

/** The names of the parameters, of query or body, that an operation requires, in the order of the contract. */
export function requiredParameters({ parameters, requestBody }: DeclaredOperation): string[] {
  const inQuery = parameters.filter((one) => one.in === 'query' && one.required === true);
  const schema = requestBody?.content['application/json']?.schema;
  const inBody = schema === undefined ? [] : allOf(schema).flatMap((part) => part.required ?? []);
  return [...inQuery.map(({ name }) => name), ...inBody];
}

function allOf(schema: Schema): Schema[] {
  const resolved = resolve(schema);
  return [resolved, ...(resolved.allOf ?? []).flatMap(allOf)];
}

export function operationOf(operationId: string): DeclaredOperation {
  const operation = declaredOperations.find((one) => one.operationId === operationId);
  if (operation === undefined) throw new Error(`the contract has no ${operationId}`);
  return operation;
}

/**
 * The query parameters that an operation cannot do without.
 * @param values by name; any other has its example
 */
export function requiredQuery(
  operationId: string,
  values: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const required = operationOf(operationId).parameters.filter(
    (one) => one.in === 'query' && one.required === true,
  );
  return Object.fromEntries(
    required.map(({ name, example }) => [name, values[name] ?? String(example)]),
  );
}

/** The first example of a request's body; undefined when the operation takes none. */
export function exampleBody({
  requestBody,
}: DeclaredOperation): Readonly<Record<string, unknown>> | undefined {
  const { example, examples = {} } = requestBody?.content['application/json'] ?? {};
  const [first] = Object.values(examples) as { value: unknown }[];
  return (example ?? first?.value) as Readonly<Record<string, unknown>> | undefined;
}

/** The error codes that an operation declares for a status: the names of that response's examples. */
export function declaredCodes(operation: DeclaredOperation, status: number): string[] {
  if (status < 400) return [];
  const content = operation.responses[String(status)]?.content?.['application/json'];
  return Object.keys(content?.examples ?? {});
}

/** The headers that an operation declares for a status. */
export function declaredHeaders(operation: DeclaredOperation, status: number): string[] {
  return Object.keys(operation.responses[String(status)]?.headers ?? {});
}

const backend = new OpenAPIBackend({
  definition: structuredClone(contract) as unknown as Document,
  quick: true,
  ajvOpts: { strict: false, allErrors: true, validateSchema: false, meta: false },
});
await backend.init();

/**
 * What is wrong with a response, by the contract; empty when nothing is.
 * A status that is not declared is wrong: openapi-backend alone lets it pass.
 */
export function contractErrors(
  operation: DeclaredOperation,
  status: number,
  body: unknown,
): string[] {
  if (!(String(status) in operation.responses)) return [`status ${status} is not declared`];
  // Not by its ID: openapi-backend lists all operations to find one.
  const { errors } = backend.validateResponse(body, operation as unknown as Operation, status);
  return (errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}

/** What is wrong with a request, by the contract; empty when nothing is. */
export function requestErrors(
  operation: DeclaredOperation,
  request: { query?: Record<string, string>; body?: unknown },
): string[] {
  const { method, operationId, parameters } = operation;
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    String(parameters.find((one) => one.name === name)?.example),
  );
  const headers = { 'content-type': 'application/json' };
  const { errors } = backend.validateRequest({ method, path, headers, ...request }, operationId);
  return (errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}
