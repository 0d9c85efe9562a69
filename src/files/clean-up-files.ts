import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import type { Deps } from '../deps.ts';
import { UPLOAD_KEPT } from '../rules/version.ts';
import { filesFolder, PART } from './file-path.ts';
import { removeDiscarded } from './remove-discarded.ts';

type Slice = Pick<Deps, 'store' | 'clock' | 'log'> & { config: Pick<Config, 'dataDir'> };

/** Milliseconds for which an upload is kept after no version can take it any more: a transaction may be about to. */
const MARGIN = 3_600_000;

/**
 * Deletes uploads that no version has taken, files of deleted versions, and what a server that was killed had received
 * of a file.
 */
export async function cleanUpFiles(deps: Slice): Promise<void> {
  const before = new Date(deps.clock().getTime() - UPLOAD_KEPT - MARGIN);
  await deps.store.uploads.discardUnused(before);
  await removeDiscarded(deps);
  await removeParts(filesFolder(deps.config), before);
}

async function removeParts(folder: string, before: Date): Promise<void> {
  const names = await readdir(folder).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  for (const name of names.filter((one) => one.endsWith(PART))) {
    const path = join(folder, name);
    // Another server may have just finished, or deleted, it.
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && found.mtime < before) await rm(path, { force: true });
  }
}
