import type { Document, Operation } from 'openapi-backend';

/** The media type in the contract of a body that is a file. */
const FILE = 'text/plain';
/** That of an installation file. */
const UPLOAD = 'application/octet-stream';
const JSON_TYPE = 'application/json';
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

type Content = Record<string, { schema?: { contentSchema?: object } }>;

/** True when the body of the operation is a file with JSON inside. */
export function takesFile(operation: Operation): boolean {
  return FILE in contentOf(operation);
}

/** True when the body of the operation is an installation file. */
export function takesUpload(operation: Operation): boolean {
  return UPLOAD in contentOf(operation);
}

/** True when the response of the operation can be a file with its JSON inside. */
export function givesFile({ responses = {} }: Operation): boolean {
  const success = responses['200'];
  return success !== undefined && !('$ref' in success) && FILE in (success.content ?? {});
}

/**
 * Lets the content of a file be validated as the body of its operation: by its `contentSchema` (JSON Schema, section 8.5),
 * which validators ignore.
 * @param definition with its references resolved
 */
export function validateContentsOfFiles(definition: Document): void {
  for (const item of Object.values(definition.paths ?? {})) {
    for (const method of METHODS) {
      const operation = item?.[method] as Operation | undefined;
      const content = operation && contentOf(operation);
      const schema = content?.[FILE]?.schema?.contentSchema;
      if (content !== undefined && schema !== undefined) content[JSON_TYPE] = { schema };
    }
  }
}

function contentOf({ requestBody }: Operation): Content {
  return requestBody === undefined || '$ref' in requestBody ? {} : (requestBody.content as Content);
}
