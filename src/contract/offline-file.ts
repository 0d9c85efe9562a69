import { createHash } from 'node:crypto';
import { createScanner, findNodeAtLocation, parseTree } from 'jsonc-parser';
import { ApiError } from '../rules/errors.ts';
import type { OfflineFile, OuterSignature } from '../rules/offline-file.ts';
import { parseJsonText } from '../web/request-body.ts';

type Json = Readonly<Record<string, unknown>>;

/** What must be signed, and the signature. */
const SIGNED = ['date', 'hardware_id', 'signature'] as const;
/** Of each of these, one must be signed. */
const ALTERNATIVES = [
  ['api_key', 'client_id'],
  ['license_key', 'username'],
] as const;

/**
 * Decodes a request file: the Base64 of a JSON object. Its signatures are not checked yet.
 * @returns the file, and the request in it, which is not validated yet
 * @throws ApiError authorization_missing_params, invalid_json, validation_error
 */
export function decodeOfflineFile(text: string): { file: OfflineFile; request: Json } {
  const { text: json, value } = parseJsonText(decodeBase64(text));
  if (!isObject(value)) throw new ApiError('validation_error', 'The file must contain an object.');
  const isNested = isObject(value['request']);
  const request = isNested ? (value['request'] as Json) : value;
  const outer = isNested ? outerSignature(json, value) : undefined;
  const missing: string[] = SIGNED.filter((name) => isAbsent(request[name]));
  for (const names of ALTERNATIVES) {
    if (names.every((name) => isAbsent(request[name]))) missing.push(`one of ${names.join(', ')}`);
  }
  if (missing.length > 0) throw missingParams(missing.join(', '));
  const fingerprint = createHash('sha256').update(JSON.stringify(request)).digest('base64url');
  return { file: { schema: isNested ? 2 : 1, outer, fingerprint }, request };
}

/** Accepts line breaks, which editors and mail programs add. */
function decodeBase64(text: string): Buffer {
  const base64 = text.replace(/[\s\uFEFF]+/g, '');
  const bytes = Buffer.from(base64, 'base64');
  // The decoder ignores what is not Base64.
  if (bytes.toString('base64') !== base64) {
    throw new ApiError('authorization_missing_params', 'The request file must be Base64.');
  }
  return bytes;
}

/**
 * The signature is over the bytes of the request as they stand in the file. Another program may have added white space
 * or spelled characters differently since: then it is over the compact JSON.
 */
function outerSignature(json: string, { request, signature }: Json): OuterSignature {
  if (isAbsent(signature)) throw missingParams('signature');
  if (typeof signature !== 'string') {
    throw new ApiError('validation_error', 'body.signature must be string');
  }
  const root = parseTree(json);
  const node = root && findNodeAtLocation(root, ['request']);
  const raw = node === undefined ? '' : json.slice(node.offset, node.offset + node.length);
  const signed = new Set([raw, withoutSpace(raw), JSON.stringify(request)]);
  return { value: signature, signed: [...signed] };
}

/** Removes the white space between the tokens of a JSON text. */
function withoutSpace(json: string): string {
  const scanner = createScanner(json, true);
  const tokens: string[] = [];
  // The end alone has no length.
  for (scanner.scan(); scanner.getTokenLength() > 0; scanner.scan()) {
    const start = scanner.getTokenOffset();
    tokens.push(json.slice(start, start + scanner.getTokenLength()));
  }
  return tokens.join('');
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isAbsent = (value: unknown) => value === undefined || value === null || value === '';

function missingParams(names: string): ApiError {
  return new ApiError(
    'authorization_missing_params',
    `Some parameters are missing in the request file: ${names}`,
  );
}
