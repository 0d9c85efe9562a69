import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Context } from './context.ts';
import { Failure } from './failure.ts';
import { startProgress } from './progress.ts';

/** The size and the hashes of a file. */
export interface Measured {
  readonly size: number;
  readonly hash_md5: string;
  readonly hash_sha256: string;
}

/** Reads chunks and shows the progress. @param total how many bytes are expected */
export async function* withProgress(
  context: Context,
  chunks: AsyncIterable<Uint8Array>,
  total: number,
): AsyncGenerator<Uint8Array, void> {
  const progress = startProgress(context, 'bytes', total);
  try {
    for await (const chunk of chunks) {
      progress.advance(chunk.length);
      yield chunk;
    }
  } finally {
    progress.stop();
  }
}

/** Reads all chunks. */
async function measure(chunks: AsyncIterable<Uint8Array>): Promise<Measured> {
  const [md5, sha256] = [createHash('md5'), createHash('sha256')];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    md5.update(chunk);
    sha256.update(chunk);
  }
  return { size, hash_md5: md5.digest('hex'), hash_sha256: sha256.digest('hex') };
}

/** Reads a file. @throws Failure when it cannot be read, or is empty */
export async function measureFile(path: string): Promise<Measured> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new Failure('usage', `${path} cannot be read: ${(cause as Error).message}`, { cause });
  });
  if (!found.isFile()) throw new Failure('usage', `${path} is not a file.`);
  if (found.size === 0) throw new Failure('usage', `${path} is empty.`);
  return measure(createReadStream(path));
}

/** Downloads what is at a URL, without keeping it. @throws Failure when that is not possible */
export async function measureUrl(context: Context, url: string): Promise<Measured> {
  const failure = (why: string, cause?: unknown) =>
    new Failure('refused', `${url} cannot be downloaded: ${why}`, {
      cause,
      advice: 'Give --size and --hash-md5 yourself: then nothing is downloaded.',
    });
  const response = await fetch(url).catch((cause: unknown) => {
    throw failure((cause as Error).message, cause);
  });
  const { body, ok, status, headers } = response;
  if (!ok || body === null) throw failure(`the server responds with ${status}`);
  const total = Number(headers.get('content-length') ?? 0);
  try {
    return await measure(withProgress(context, body, total));
  } catch (cause) {
    throw failure((cause as Error).message, cause);
  }
}
