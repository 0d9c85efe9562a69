import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import type { Context } from 'koa';
import { chooseEncoding, type Encoding, encodings, isKnown } from './negotiate.ts';

/** A file with the same content for every client. */
export interface StaticFile {
  readonly type: string;
  /** Hash of the uncompressed content. */
  readonly hash: string;
  readonly encodings: readonly Encoding[];
  /**
   * Returns the content, compressed or not. All responses share one buffer, so that slow clients use no additional
   * memory.
   */
  readonly read: (encoding: Encoding | undefined) => Promise<Buffer>;
}

/** Bytes. Smaller files are not compressed. */
export const MIN_COMPRESSED = 1_024;

const compress = {
  br: promisify<Buffer, Buffer>(brotliCompress),
  gzip: promisify<Buffer, Buffer>(gzip),
};

/** Creates a file from its content. It is compressed at the first request and then kept in memory. */
export function fileOf(content: string | Buffer, type: string): StaticFile {
  const bytes = Buffer.from(content);
  return {
    type,
    hash: hashOf(bytes),
    encodings: bytes.length < MIN_COMPRESSED || isCompressed(type) ? [] : encodings,
    read: readOnce((encoding) =>
      encoding === undefined ? Promise.resolve(bytes) : compress[encoding](bytes),
    ),
  };
}

/** True when a media type is compressed already: all images except SVG. */
export function isCompressed(type: string): boolean {
  return type.startsWith('image/') && !type.startsWith('image/svg');
}

/** Caches `read` by encoding. Failures are not cached. */
export function readOnce(read: StaticFile['read']): StaticFile['read'] {
  const kept = new Map<Encoding | undefined, Promise<Buffer>>();
  return (encoding) => {
    const found = kept.get(encoding);
    if (found !== undefined) return found;
    const reading = read(encoding);
    kept.set(encoding, reading);
    reading.catch(() => kept.delete(encoding));
    return reading;
  };
}

/** A short hash for URLs and entity tags. */
export function hashOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('base64url').slice(0, 12);
}

/**
 * Sends a file, or 304 when the client has it. With `?v=<hash>` it can be cached forever. Without it, or with another
 * hash, the client must revalidate: during an upgrade, a page of a newer server may load a file from an older one.
 */
export async function sendStatic(ctx: Context, file: StaticFile): Promise<void> {
  const encoding = chooseEncoding(ctx.get('Accept-Encoding'), file.encodings);
  const etag = `"${encoding === undefined ? file.hash : `${file.hash}-${encoding}`}"`;
  const forever = ctx.search === `?v=${file.hash}`;
  const known = isKnown(etag, ctx.get('If-None-Match'));
  // Read before any header is set, so that a failure gets a normal error response.
  const body = known ? undefined : await file.read(encoding);
  ctx.set({
    'Cache-Control': forever ? 'public, max-age=31536000, immutable' : 'no-cache',
    ETag: etag,
    'X-Content-Type-Options': 'nosniff',
  });
  if (file.encodings.length > 0) ctx.vary('Accept-Encoding');
  if (body === undefined) {
    ctx.status = 304;
    return;
  }
  ctx.status = 200;
  ctx.set('Content-Type', file.type);
  if (encoding !== undefined) ctx.set('Content-Encoding', encoding);
  ctx.body = body;
}
