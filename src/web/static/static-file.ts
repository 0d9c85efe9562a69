import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import type { Context } from 'koa';
import { chooseEncoding, type Encoding, encodings, isKnown } from './negotiate.ts';

/** A file that everybody gets alike. */
export interface StaticFile {
  readonly type: string;
  /** Of its bytes as they are. Another text, another hash. */
  readonly hash: string;
  readonly encodings: readonly Encoding[];
  /**
   * Its bytes, in one of its encodings or as they are. They are held once: everybody is sent the same buffer, so that
   * a client that reads slowly or not at all holds nothing of its own.
   */
  readonly read: (encoding: Encoding | undefined) => Promise<Buffer>;
}

/** Below this, compressed is hardly smaller. */
export const MIN_COMPRESSED = 1_024;

const compress = {
  br: promisify<Buffer, Buffer>(brotliCompress),
  gzip: promisify<Buffer, Buffer>(gzip),
};

/** A file whose content the server has. It is compressed when somebody first asks for it so, and kept. */
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

/** Pictures other than drawings are compressed in themselves. */
export function isCompressed(type: string): boolean {
  return type.startsWith('image/') && !type.startsWith('image/svg');
}

/** Reads each form when it is first asked for, and keeps it. One that cannot be read is tried again next time. */
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

/** Names a text: short enough for an address, long enough to tell texts apart. */
export function hashOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('base64url').slice(0, 12);
}

/**
 * Answers with a file, or 304 where the client has it. Asked for as `?v=<its hash>` it may be kept forever: another
 * text has another address. Under any other address the client asks each time whether it changed: a page of a newer
 * server may ask an older one during a roll-out.
 */
export async function sendStatic(ctx: Context, file: StaticFile): Promise<void> {
  const encoding = chooseEncoding(ctx.get('Accept-Encoding'), file.encodings);
  const etag = `"${encoding === undefined ? file.hash : `${file.hash}-${encoding}`}"`;
  const forever = ctx.search === `?v=${file.hash}`;
  const known = isKnown(etag, ctx.get('If-None-Match'));
  // Read before anything is set: what fails is answered as any other error.
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
