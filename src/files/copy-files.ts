import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { StoredFile } from '../store/stored-files.ts';
import { PART } from './file-path.ts';
import { removeParts } from './remove-parts.ts';
import { syncFolder } from './sync-folder.ts';

/** Milliseconds after which an unfinished copy is that of a process that was killed. */
const ABANDONED = 86_400_000;

/** A file that was not copied: it is not there, or it has another content. */
export interface LostFile {
  readonly file: StoredFile;
  readonly reason: 'missing' | 'damaged';
}

/**
 * Copies stored files to a folder, and compares each with its hash. A file never changes, so one that is there already
 * stays. It gets its name when it is complete and on the disk.
 * @param folders.from the folder with the files; it may be missing
 * @param folders.to is created when it is missing
 * @param folders.recheck true to read the files that are there too; else their size is enough
 * @param onBytes is called with the number of bytes that were copied, or were there, since the last call
 * @returns the files that are not in the folder now
 * @throws an error of the file system, such as ENOSPC
 */
export async function copyFiles(
  files: readonly StoredFile[],
  { from, to, recheck }: { from: string; to: string; recheck: boolean },
  onBytes: (bytes: number) => void,
): Promise<LostFile[]> {
  if (files.length === 0) return [];
  await mkdir(to, { recursive: true, mode: 0o700 });
  await removeParts(to, new Date(Date.now() - ABANDONED));
  const lost: LostFile[] = [];
  for (const file of files) {
    const name = String(file.id);
    if (await isThere(file, join(to, name), recheck)) {
      onBytes(file.size);
      continue;
    }
    const reason = await copyFile(file, { from: join(from, name), to: join(to, name) }, onBytes);
    if (reason !== undefined) lost.push({ file, reason });
  }
  await syncFolder(to);
  return lost;
}

async function copyFile(
  { hash_sha256: expected }: StoredFile,
  { from, to }: { from: string; to: string },
  onBytes: (bytes: number) => void,
): Promise<LostFile['reason'] | undefined> {
  const part = `${to}.${process.pid}${PART}`;
  const source = await open(from, 'r').catch(unlessMissing);
  if (source === undefined) return 'missing';
  try {
    const written = await open(part, 'w', 0o600);
    try {
      const hash = createHash('sha256');
      for await (const chunk of source.createReadStream() as AsyncIterable<Buffer>) {
        hash.update(chunk);
        await written.writeFile(chunk);
        onBytes(chunk.length);
      }
      if (hash.digest('hex') !== expected) return 'damaged';
      await written.sync();
    } finally {
      await written.close();
    }
    await rename(part, to);
    return undefined;
  } finally {
    await source.close();
    await rm(part, { force: true });
  }
}

async function isThere(
  { size, hash_sha256: expected }: StoredFile,
  path: string,
  recheck: boolean,
): Promise<boolean> {
  const found = await stat(path).catch(unlessMissing);
  if (found?.size !== size) return false;
  if (!recheck) return true;
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex') === expected;
}

function unlessMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}
