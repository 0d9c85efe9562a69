import type { KeyObject } from 'node:crypto';
import type Koa from 'koa';
import { signBytes, signOnce } from '../security/response-signature.ts';

/** The prefix of paths with signed responses: the License API. */
const SIGNED = '/api/';

/**
 * Writes a response. A body is serialised to JSON once, and exactly these bytes are signed and sent
 * (docs/pages/decisions.md#signed-responses).
 */
export async function writeReply(
  ctx: Koa.Context,
  key: KeyObject,
  reply: { status: number; body?: unknown; headers?: Record<string, string> },
): Promise<void> {
  ctx.status = reply.status;
  if (reply.headers !== undefined) ctx.set(reply.headers);
  if (reply.body === undefined) {
    ctx.body = null;
    return;
  }
  const bytes = Buffer.from(JSON.stringify(reply.body));
  ctx.set('Content-Type', 'application/json; charset=utf-8');
  ctx.set('Cache-Control', 'no-store');
  // A browser must not guess another type from the content.
  ctx.set('X-Content-Type-Options', 'nosniff');
  if (ctx.path.startsWith(SIGNED)) {
    // During an overload there is no time to sign each response. This body is always the same, so it is signed once.
    const sign = reply.status === 503 ? signOnce : signBytes;
    ctx.set('LicenseSignature', await sign(key, bytes));
  }
  ctx.body = bytes;
}
