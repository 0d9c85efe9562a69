import { rm } from 'node:fs/promises';
import type { Config } from '../config/config.ts';
import type { Deps } from '../deps.ts';
import { filePath } from './file-path.ts';

type Slice = Pick<Deps, 'store' | 'log'> & { config: Pick<Config, 'dataDir'> };

/**
 * Deletes the files that no version uses any more. Each is forgotten after it was deleted, so that one whose deletion
 * fails, or was interrupted, is deleted by the next clean-up.
 */
export async function removeDiscarded({ store, config, log }: Slice): Promise<void> {
  for (const id of await store.uploads.listDiscarded()) {
    try {
      await rm(filePath(config, id), { force: true });
    } catch (error) {
      log.warn({ err: error, file: id }, 'a file that is not used any more could not be deleted');
      continue;
    }
    await store.uploads.forget(id);
  }
}
