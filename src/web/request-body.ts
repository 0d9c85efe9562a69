import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { visit } from 'jsonc-parser';
import getRawBody from 'raw-body';
import { ApiError } from '../rules/errors.ts';

/** The maximum size of a body in bytes. Honest requests are far smaller. */
const BODY_LIMIT = 65_536;
/** The maximum nesting of objects and lists. */
export const DEPTH_LIMIT = 32;

/** Reads the body of a request. @throws ApiError payload_too_large, validation_error */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  try {
    return await getRawBody(request, {
      limit: BODY_LIMIT,
      length: request.headers['content-length'] ?? null,
    });
  } catch (error) {
    if ((error as { type?: string }).type !== 'entity.too.large') {
      throw new ApiError('validation_error', 'The request ended before its body did.', {
        cause: error,
      });
    }
    throw new ApiError('payload_too_large', `The body is larger than ${BODY_LIMIT} bytes.`, {
      // The rest of the body is not read.
      headers: { Connection: 'close' },
    });
  }
}

/**
 * Parses a JSON body, as `parseJsonText` does.
 * @param headers of the request. Without a `Content-Type` JSON is assumed.
 * @throws ApiError unsupported_media_type, invalid_json, validation_error
 */
export function parseJson(bytes: Buffer, headers: IncomingHttpHeaders): unknown {
  assertNoEncoding(headers);
  if (!['', 'application/json'].includes(mediaTypeOf(headers))) {
    throw unsupportedMediaType('Send the body as application/json.');
  }
  if (bytes.length === 0) return {};
  const { value } = parseJsonText(bytes);
  // Checked here, because openapi-backend would parse a string again.
  if (typeof value !== 'object') throw new ApiError('validation_error', 'body must be object');
  return value;
}

/** @throws ApiError unsupported_media_type when the body is compressed */
export function assertNoEncoding(headers: IncomingHttpHeaders): void {
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? '';
  if (encoding === '' || encoding === 'identity') return;
  throw new ApiError(
    'unsupported_media_type',
    `Send the body as it is, without Content-Encoding; this one is sent as ${encoding.slice(0, 40)}.`,
    // The supported encoding (RFC 9110, section 15.5.16).
    { headers: { 'Accept-Encoding': 'identity' } },
  );
}

/** The media type of a body in lower case, without its parameters; empty when there is none. */
export function mediaTypeOf(headers: IncomingHttpHeaders): string {
  return headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
}

export function unsupportedMediaType(message: string): ApiError {
  return new ApiError('unsupported_media_type', message);
}

/**
 * Parses JSON. It refuses what parsers read differently: duplicate keys, `__proto__`, deep nesting, and numbers beyond
 * those of IEEE 754 (RFC 7493, section 2.2), which would be stored as null.
 * @returns the value, and the text that it was parsed from
 * @throws ApiError invalid_json
 */
export function parseJsonText(bytes: Buffer): { readonly text: string; readonly value: unknown } {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    checkJson(text);
    return { text, value: JSON.parse(text) };
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw invalidJson('check its syntax and that it is UTF-8', error);
  }
}

/** Checks the headers of a request whose body is an installation file. @throws ApiError unsupported_media_type */
export function assertUpload(headers: IncomingHttpHeaders): void {
  assertNoEncoding(headers);
  if (['', 'application/octet-stream'].includes(mediaTypeOf(headers))) return;
  throw unsupportedMediaType('Send the file as application/octet-stream.');
}

function checkJson(text: string): void {
  const objects: Set<string>[] = [];
  let depth = 0;
  const enter = () => {
    depth += 1;
    if (depth > DEPTH_LIMIT) throw invalidJson(`it is nested deeper than ${DEPTH_LIMIT} levels`);
  };
  const leave = () => {
    depth -= 1;
  };
  visit(text, {
    onObjectBegin: () => {
      enter();
      objects.push(new Set());
    },
    onObjectEnd: () => {
      leave();
      objects.pop();
    },
    onLiteralValue: (value) => {
      if (typeof value === 'number' && !Number.isFinite(value)) {
        throw invalidJson('a number is too large');
      }
    },
    onArrayBegin: enter,
    onArrayEnd: leave,
    onObjectProperty: (name) => {
      const keys = objects.at(-1);
      if (keys?.has(name) === true) throw invalidJson(`property ${name} is repeated`);
      if (name === '__proto__') throw invalidJson('property __proto__ is not allowed');
      keys?.add(name);
    },
  });
}

function invalidJson(why: string, cause?: unknown): ApiError {
  return new ApiError('invalid_json', `The body is not valid JSON: ${why}.`, { cause });
}
