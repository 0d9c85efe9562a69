import { decodeOfflineFile } from '../contract/offline-file.ts';
import { refuseUnstorableText } from '../contract/unstorable-text.ts';
import { readFile } from '../web/request-file.ts';
import { assertUpload, parseJson } from '../web/request-body.ts';
import type { Exchange, Step } from './exchange.ts';

/**
 * Parses the body, and reads body and query leniently in the License API. It runs after `authenticate`, so that no body
 * of a stranger is parsed.
 * @throws ApiError unsupported_media_type, invalid_json, validation_error; those of `readFile`, `decodeOfflineFile`
 */
export const parseParameters: Step = async (exchange, next) => {
  const { ctx, endpoint, bytes } = exchange;
  if (endpoint.takesUpload) {
    assertUpload(ctx.headers);
    exchange.upload = ctx.req;
  } else if (bytes !== undefined && endpoint.takesFile) {
    const { file, request } = decodeOfflineFile(await readFile(bytes, ctx.headers));
    Object.assign(exchange, { file, body: request });
  } else {
    exchange.body = bytes && parseJson(bytes, ctx.headers);
  }
  readLeniently(exchange);
  await next();
};

/** Reads query and body of the License API leniently. @throws ApiError validation_error */
export function readLeniently(exchange: Exchange): void {
  const { lenient } = exchange.endpoint;
  if (lenient === undefined) return;
  exchange.query = lenient.query(exchange.query);
  exchange.body = lenient.body(exchange.body);
  refuseUnstorableText('query', exchange.query);
  refuseUnstorableText('body', exchange.body);
}
