import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { answer } from './admin-api.ts';
import type { AdminClient } from './admin-client.ts';
import type { Context } from './context.ts';
import { measureFile, withProgress } from './measure-file.ts';

/**
 * Uploads an installation file, with a bar. The server compares the hash, so that it stores nothing else.
 * @returns the id of the upload
 * @throws Failure when the file cannot be read, or the server refuses it
 */
export async function uploadFile(
  context: Context,
  api: AdminClient,
  path: string,
): Promise<number> {
  const { size, hash_sha256 } = await measureFile(path);
  const query = { filename: basename(path), hash_sha256 };
  const chunks = withProgress(context, createReadStream(path), size);
  const request = api.POST('/admin/v1/uploads', {
    params: { query },
    headers: { 'Content-Type': 'application/octet-stream' },
    body: Readable.toWeb(Readable.from(chunks, { objectMode: false })),
    bodySerializer: (body) => body as ReadableStream,
    duplex: 'half',
    // Without the time limit of other requests.
    fetch: (input) => fetch(input),
  });
  return (await answer(request)).id;
}
