import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { contractFile } from './paths.ts';

export interface Operation {
  readonly id: string;
  readonly tag: string;
  /** In upper case. */
  readonly method: string;
  readonly path: string;
  /** True when requests must be signed. */
  readonly signed: boolean;
}

/** An error code of the contract. */
export interface ErrorFacts {
  readonly code: string;
  readonly status: number;
  /** The message of the example; undefined for codes that no operation declares. */
  readonly message: string | undefined;
  readonly operations: readonly Operation[];
}

export interface Contract {
  readonly operations: readonly Operation[];
  readonly errors: readonly ErrorFacts[];
}

interface Document {
  paths: Record<string, Record<string, OperationObject>>;
  components: {
    schemas: { ErrorCode: { enum: string[] } };
    examples: Record<string, { value: { code?: string; message?: string } }>;
    responses: Record<string, ResponseObject>;
  };
}

interface OperationObject {
  operationId: string;
  tags: string[];
  security?: unknown[];
  responses: Record<string, ResponseObject & { $ref?: string }>;
}

interface ResponseObject {
  content?: { 'application/json'?: { examples?: object } };
}

/** The status of codes that no operation declares, since the request reaches none. */
const beforeOperations: Record<string, number> = { method_not_allowed: 405 };

/** Reads the parts of openapi.yaml that the pages need. */
export function readContract(): Contract {
  const document = parse(readFileSync(contractFile, 'utf8')) as Document;
  const operations: Operation[] = [];
  const given = new Map<string, { statuses: Set<number>; operations: Operation[] }>();
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, object] of Object.entries(methods)) {
      if (method === 'parameters') continue;
      const operation: Operation = {
        id: object.operationId,
        tag: object.tags[0] ?? '',
        method: method.toUpperCase(),
        path,
        signed: object.security === undefined,
      };
      operations.push(operation);
      for (const [status, response] of Object.entries(object.responses)) {
        if (Number(status) < 400) continue;
        const { content } = document.components.responses[nameOf(response)] ?? response;
        for (const code of Object.keys(content?.['application/json']?.examples ?? {})) {
          const entry = given.get(code) ?? { statuses: new Set<number>(), operations: [] };
          entry.statuses.add(Number(status));
          entry.operations.push(operation);
          given.set(code, entry);
        }
      }
    }
  }
  const errors = document.components.schemas.ErrorCode.enum.map((code): ErrorFacts => {
    const entry = given.get(code);
    const [status = beforeOperations[code], ...others] = entry?.statuses ?? [];
    if (status === undefined || others.length > 0) {
      throw new Error(`openapi.yaml has no status for ${code}, or several`);
    }
    const message = document.components.examples[code]?.value.message;
    return { code, status, message, operations: entry?.operations ?? [] };
  });
  const unknown = [...given.keys()].filter((code) => !errors.some((one) => one.code === code));
  if (unknown.length > 0) throw new Error(`Not in ErrorCode: ${unknown.join(', ')}`);
  return { operations, errors };
}

/** The name of the component that a reference leads to. */
function nameOf({ $ref = '' }: { $ref?: string }): string {
  return $ref.split('/').at(-1) ?? '';
}

/** The anchor of a tag in the reference: Redoc removes the slashes of its name. */
export function tagAnchor({ tag }: Operation): string {
  return `#/${tag.replaceAll('/', '')}`;
}

/** The anchor of an operation in the reference. */
export function referenceAnchor(operation: Operation): string {
  return `${tagAnchor(operation)}/${operation.id.toLowerCase()}`;
}
