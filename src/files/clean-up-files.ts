import type { Config } from '../config/config.ts';
import type { Deps } from '../deps.ts';
import { UPLOAD_KEPT } from '../rules/version.ts';
import { filesFolder } from './file-path.ts';
import { removeDiscarded } from './remove-discarded.ts';
import { removeParts } from './remove-parts.ts';

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
