import { readFileSync } from 'node:fs';
import { OpenAPIBackend, type Document } from 'openapi-backend';
import { parse } from 'yaml';

const text = readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8');

interface DeclaredResponse {
  readonly content?: Record<string, { readonly examples?: Record<string, unknown> }>;
}

export interface DeclaredOperation {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly isPublic: boolean;
  readonly tags: readonly string[];
  readonly responses: Record<string, DeclaredResponse>;
}

type DeclaredItem = Omit<DeclaredOperation, 'method' | 'path' | 'isPublic'> & {
  readonly security?: readonly unknown[];
};

/** The contract, parsed and not dereferenced. */
export const contract = parse(text) as {
  readonly paths: Record<string, Record<string, DeclaredItem>>;
  readonly components: { readonly schemas: { readonly ErrorCode: { readonly enum: string[] } } };
};

/** Every operation of the contract. */
export const declaredOperations: readonly DeclaredOperation[] = Object.entries(
  contract.paths,
).flatMap(([path, item]) =>
  Object.entries(item).map(([method, { operationId, tags, responses, security }]) => ({
    ...{ operationId, tags, responses, path },
    method: method.toUpperCase(),
    isPublic: security?.length === 0,
  })),
);

/** The error codes that an operation declares for a status: the names of that response's examples. */
export function declaredCodes(operation: DeclaredOperation, status: number): string[] {
  if (status < 400) return [];
  const content = operation.responses[String(status)]?.content?.['application/json'];
  return Object.keys(content?.examples ?? {});
}

const backend = new OpenAPIBackend({
  definition: parse(text) as Document,
  quick: true,
  ajvOpts: { strict: false, allErrors: true },
});
await backend.init();

/**
 * What is wrong with a reply, by the contract; empty when nothing is.
 * A status that is not declared is wrong: openapi-backend alone lets it pass.
 */
export function misfits(operation: DeclaredOperation, status: number, body: unknown): string[] {
  if (!(String(status) in operation.responses)) return [`status ${status} is not declared`];
  const { errors } = backend.validateResponse(body, operation.operationId, status);
  return (errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}
