import type { KeyObject } from 'node:crypto';
import type Koa from 'koa';
import { signBytes, signOnce } from '../security/response-signature.ts';

/** The prefix of paths with signed responses: the License API. */
const SIGNED = '/api/';

/** How the body of a response is written. */
interface Form {
  readonly type: string;
  readonly write: (json: string) => string;
}

export const asJson: Form = {
  type: 'application/json; charset=utf-8',
  write: (json) => json,
};

/** The content of a file: the Base64 of the JSON. */
export const asBase64: Form = {
  type: 'text/plain; charset=utf-8',
  write: (json) => Buffer.from(json).toString('base64'),
};

/**
 * Writes a response. A body is serialised to JSON once, and exactly this text is signed and sent, in UTF-8
 * (docs/pages/decisions.md#signed-responses).
 */
export async function writeResponse(
  ctx: Koa.Context,
  key: KeyObject,
  response: { status: number; body?: unknown; headers?: Record<string, string> },
  { type, write } = asJson,
): Promise<void> {
  ctx.status = response.status;
  if (response.headers !== undefined) ctx.set(response.headers);
  if (response.body === undefined) {
    ctx.body = null;
    return;
  }
  const text = write(JSON.stringify(response.body));
  ctx.set('Content-Type', type);
  ctx.set('Cache-Control', 'no-store');
  // A browser must not guess another type from the content.
  ctx.set('X-Content-Type-Options', 'nosniff');
  if (ctx.path.startsWith(SIGNED)) {
    // During an overload there is no time to sign each response. This body is always the same, so it is signed once.
    const sign = response.status === 503 ? signOnce : signBytes;
    ctx.set('LicenseSignature', await sign(key, Buffer.from(text)));
  }
  // Not as bytes: Node.js sends headers and a text in one piece.
  ctx.body = text;
}
