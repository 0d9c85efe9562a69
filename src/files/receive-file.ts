import { createHash } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import type { Config } from '../config/config.ts';
import type { Deps } from '../deps.ts';
import { ApiError } from '../rules/errors.ts';
import { newId } from '../rules/ids.ts';
import type { Upload } from '../store/tables/uploads.ts';
import { allowTransfer, transferTime } from '../web/transfer-time.ts';
import { filePath, filesFolder, partPath } from './file-path.ts';
import { syncFolder } from './sync-folder.ts';

type Slice = Pick<Deps, 'store' | 'clock'> & { config: Pick<Config, 'dataDir' | 'maxUpload'> };

/** What the client says about the file. */
interface Expected {
  readonly filename: string;
  readonly hash_md5?: string;
  readonly hash_sha256?: string;
}

/** Errors of a disk that takes no more data. */
const DISK_ERRORS = ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EIO'];

/**
 * Stores the body of a request as a file.
 * @throws ApiError those of `storeFile`; validation_error when the body is cut off
 */
export async function receiveFile(
  deps: Slice,
  request: IncomingMessage,
  expected: Expected,
): Promise<Upload> {
  const { maxUpload } = deps.config;
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > maxUpload) throw tooLarge(maxUpload);
  allowTransfer(request, transferTime(announced === 0 ? maxUpload : announced));
  try {
    return await storeFile(deps, chunksOf(request), expected);
  } catch (error) {
    // A client that still sends would not see the response if the connection were closed. The rest is not kept.
    request.resume();
    throw error;
  }
}

/**
 * Stores a file. It is written under another name and counts once it is on the disk, so that there is never a part of a
 * file.
 * @throws ApiError payload_too_large; validation_error when it is empty, or has another hash than expected;
 * service_unavailable when the disk takes no more
 */
export async function storeFile(
  { store, clock, config }: Slice,
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
  expected: Expected,
): Promise<Upload> {
  const id = newId();
  const part = partPath(config, id);
  try {
    await mkdir(filesFolder(config), { recursive: true, mode: 0o700 });
    const facts = await writeFile(part, chunks, config.maxUpload);
    assertExpected(facts, expected);
    const upload = { id, filename: expected.filename, ...facts };
    await store.uploads.create(upload, clock());
    await rename(part, filePath(config, id));
    await syncFolder(filesFolder(config));
    return upload;
  } catch (error) {
    await rm(part, { force: true });
    if (DISK_ERRORS.includes((error as NodeJS.ErrnoException).code ?? '')) {
      throw new ApiError('service_unavailable', 'The disk of the server does not take the file.', {
        headers: { 'Retry-After': '60' },
        cause: error,
      });
    }
    throw error;
  }
}

type Facts = Pick<Upload, 'size' | 'hash_md5' | 'hash_sha256'>;

async function writeFile(
  path: string,
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
  limit: number,
): Promise<Facts> {
  const file = await open(path, 'wx', 0o600);
  try {
    const hashes = { md5: createHash('md5'), sha256: createHash('sha256') };
    let size = 0;
    for await (const chunk of chunks) {
      size += chunk.length;
      if (size > limit) throw tooLarge(limit);
      for (const hash of Object.values(hashes)) hash.update(chunk);
      await file.writeFile(chunk);
    }
    await file.sync();
    return { size, hash_md5: hashes.md5.digest('hex'), hash_sha256: hashes.sha256.digest('hex') };
  } finally {
    await file.close();
  }
}

/** The body of a request, piece by piece. A reader that stops can still respond. @throws ApiError validation_error */
async function* chunksOf(request: IncomingMessage): AsyncGenerator<Buffer, void> {
  try {
    yield* request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  } catch (cause) {
    throw new ApiError('validation_error', 'The request ended before its file did.', { cause });
  }
}

function assertExpected(facts: Facts, expected: Expected): void {
  if (facts.size === 0) throw new ApiError('validation_error', 'The file is empty.');
  for (const name of ['hash_md5', 'hash_sha256'] as const) {
    const hash = expected[name]?.toLowerCase();
    if (hash !== undefined && hash !== facts[name]) {
      throw new ApiError(
        'validation_error',
        `query.${name}: the file that arrived has the hash ${facts[name]}, and is not stored`,
      );
    }
  }
}

function tooLarge(limit: number): ApiError {
  return new ApiError(
    'payload_too_large',
    `The file is larger than ${limit} bytes, which LATCHKEY_MAX_UPLOAD allows.`,
  );
}
