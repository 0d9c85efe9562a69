import { existsSync } from 'node:fs';
import type { Config } from '../config/config.ts';
import { filePath, filesFolder } from '../files/file-path.ts';
import type { InspectedStore } from '../store/store.ts';
import { fault, type Finding, ok } from './finding.ts';

const CHECK = 'installation files';
/** The number of files that are looked for, the newest ones. */
const MOST = 1_000;

/** Looks for the stored installation files. Servers that share a database must share their folder. */
export async function* checkStoredFiles(
  store: InspectedStore,
  config: Config,
): AsyncGenerator<Finding, void> {
  // The database may be one of an earlier release.
  const ids = await store.uploads.listUsed(MOST).catch(() => []);
  if (ids.length === 0) return;
  const missing = ids.filter((id) => !existsSync(filePath(config, id)));
  const folder = filesFolder(config);
  yield missing.length === 0
    ? ok(CHECK, `${folder} has the ${ids.length} newest files.`)
    : fault(
        CHECK,
        `${missing.length} of ${ids.length} files are not in ${folder}: ${missing.slice(0, 3).join(', ')}.`,
        'Restore the folder from a backup. If several servers share the database, let them share this folder too.',
      );
}
