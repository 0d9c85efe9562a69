import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PART } from './file-path.ts';

/** Deletes unfinished files that nobody has written to since a time: those of processes that were killed. */
export async function removeParts(folder: string, before: Date): Promise<void> {
  const names = await readdir(folder).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  for (const name of names.filter((one) => one.endsWith(PART))) {
    const path = join(folder, name);
    // Another process may have just finished, or deleted, it.
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && found.mtime < before) await rm(path, { force: true });
  }
}
