import { once } from 'node:events';
import type { ReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import type Koa from 'koa';
import send from 'send';
import type { Config } from '../config/config.ts';
import type { Deps } from '../deps.ts';
import { ApiError, notFound } from '../rules/errors.ts';
import { readLink } from '../security/download-link.ts';
import { allowTransfer, transferTime } from '../web/transfer-time.ts';
import { filesFolder } from './file-path.ts';
import { FILES_PATH } from './link-to.ts';

/** The statuses for a condition or a range of a request that the file does not meet (RFC 9110, 15.5.13 and 15.5.17). */
const UNMET = [412, 416];
/** What the headers of an error must not say. */
const OF_THE_FILE = ['ETag', 'Repr-Digest', 'Content-Disposition', 'Content-Type', 'Cache-Control'];

type Slice = Pick<Deps, 'store' | 'keys' | 'clock' | 'log'> & { config: Pick<Config, 'dataDir'> };

/**
 * Serves the stored installation files by the links of `linkTo`. The path of a file comes from its id alone. A link
 * whose version was deleted or disabled does not work any more.
 * @throws ApiError not_found; method_not_allowed; internal_error when the file is missing in the data folder
 */
export function serveFiles(deps: Slice): Koa.Middleware {
  const { store, keys, clock } = deps;
  return async (ctx, next) => {
    const [, link, ...more] = ctx.path.startsWith(`${FILES_PATH}/`)
      ? ctx.path.slice(1).split('/')
      : [];
    if (link === undefined) {
      await next();
      return;
    }
    Object.assign(ctx.state, {
      operationId: 'downloadFile',
      route: `${FILES_PATH}/{link}/{filename}`,
    });
    if (more.length !== 1) throw notFound();
    if (!['GET', 'HEAD'].includes(ctx.method)) {
      const headers = { Allow: 'GET, HEAD' };
      throw new ApiError('method_not_allowed', 'Use GET or HEAD here.', { headers });
    }
    const uploadId = readLink(keys.current.cookies, link, clock());
    if (uploadId === undefined) throw noLink();
    const file = await store.versions.findFile(uploadId);
    if (file === undefined) throw noLink();
    ctx.status = 200;
    ctx.attachment(file.filename);
    if (ctx.type === '') ctx.type = 'application/octet-stream';
    const digest = Buffer.from(file.hash_sha256, 'hex').toString('base64');
    ctx.set({
      // The same for every link to the file, so that a download can be continued with another link.
      ETag: `"${file.hash_sha256}"`,
      'Repr-Digest': `sha-256=:${digest}:`,
      'Cache-Control': 'private, no-cache',
      'X-Content-Type-Options': 'nosniff',
      // A file that a browser shows all the same must not run anything here.
      'Content-Security-Policy': "default-src 'none'; sandbox",
    });
    ctx.respond = false;
    await sendFile(deps, ctx, { name: String(uploadId), size: file.size });
  };
}

/** Sends the file, or the range of it that was requested, without reading all of it into memory. */
async function sendFile(
  { log, config }: Pick<Slice, 'log' | 'config'>,
  ctx: Koa.Context,
  { name, size }: { name: string; size: number },
): Promise<void> {
  const { req, res } = ctx;
  const root = filesFolder(config);
  const options = { root, index: false, cacheControl: false, lastModified: false } as const;
  const sending = send(req, `/${name}`, options);
  const failed = new Promise<never>((_, reject) => {
    sending.on('error', reject);
    sending.on('directory', () => reject(new Error(`${name} is a folder`)));
    sending.on('stream', (stream: ReadStream) => {
      stream.on('end', () => {
        const missing = Number(res.getHeader('Content-Length')) - stream.bytesRead;
        if (missing <= 0) return;
        // Before the response ends: with its end, it loses its connection, which would stay open for other requests.
        res.destroy();
        reject(new Error(`the file ends ${missing} bytes too early`));
      });
    });
  });
  try {
    const found = await stat(join(root, name));
    if (found.size !== size)
      throw new Error(`the file has ${found.size} bytes in place of ${size}`);
    allowTransfer(res, transferTime(size));
    sending.pipe(res);
    await Promise.race([closed(res), failed]);
  } catch (error) {
    if (res.headersSent) {
      // The client notices that the file is not complete.
      res.destroy();
      log.error({ requestId: ctx.state['requestId'], file: name, err: error }, 'download cut off');
      return;
    }
    for (const header of OF_THE_FILE) res.removeHeader(header);
    const { status = 500 } = error as { status?: number };
    if (!UNMET.includes(status)) {
      ctx.respond = true;
      throw new Error(`The stored file ${name} cannot be read.`, { cause: error });
    }
    res.statusCode = status;
    ctx.state['outcome'] = String(status);
    res.end();
    await closed(res);
  }
}

async function closed(res: ServerResponse): Promise<void> {
  if (!res.closed) await once(res, 'close');
}

function noLink(): ApiError {
  return new ApiError(
    'not_found',
    'This link has expired, or is not complete. Let the application ask for a new one.',
  );
}
