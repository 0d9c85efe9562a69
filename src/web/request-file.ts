import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from '../rules/errors.ts';
import { assertNoEncoding, mediaTypeOf, unsupportedMediaType } from './request-body.ts';

/** The field of a form that contains the file. */
const FIELD = 'file';

/**
 * Reads a file from the body of a request: as text, as JSON string, or from a form. Text may have no `Content-Type`.
 * @throws ApiError unsupported_media_type, missing_content, missing_parameters, validation_error
 */
export async function readFile(bytes: Buffer, headers: IncomingHttpHeaders): Promise<string> {
  assertNoEncoding(headers);
  const mediaType = mediaTypeOf(headers);
  switch (mediaType) {
    case '':
    case 'text/plain':
    case 'application/json':
      return content(unquoted(bytes.toString()));
    case 'multipart/form-data':
      return content(await fileOf(bytes, headers['content-type'] ?? ''));
    default:
      throw unsupportedMediaType('Send the file as text/plain or multipart/form-data.');
  }
}

function content(text: string): string {
  if (text.trim() === '') {
    throw new ApiError('missing_content', 'The body is empty: send the request file.');
  }
  return text;
}

/** The text of a JSON string. Clients send it, or the file itself, with either type. */
function unquoted(text: string): string {
  if (!text.trimStart().startsWith('"')) return text;
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}

/** @param contentType with the boundary of the form (RFC 7578) */
async function fileOf(bytes: Buffer, contentType: string): Promise<string> {
  if (bytes.length === 0) return '';
  const form = await new Response(bytes, { headers: { 'Content-Type': contentType } })
    // It is deprecated for bodies of any size. This one is in memory already, and small.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    .formData()
    .catch((error: unknown) => {
      throw new ApiError('validation_error', 'The body is not a valid multipart/form-data form.', {
        cause: error,
      });
    });
  const [file, ...others] = form.getAll(FIELD);
  if (file === undefined) {
    throw new ApiError(
      'missing_parameters',
      `Some parameters are missing in the request: ${FIELD}`,
    );
  }
  if (others.length > 0) throw new ApiError('validation_error', 'Send one file at a time.');
  return typeof file === 'string' ? file : file.text();
}
