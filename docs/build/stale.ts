import { join } from 'node:path';
import { filesIn, isStale as isOlder } from '../../packaging/stale.ts';
import { LISTING } from '../../src/web/static/listing.ts';
import { contractFile, docsFolder, lockFile, siteFolder, sourceFolders } from './paths.ts';

/** True when a source of the site has changed since it was built into a folder. */
export function isStale(folder: string): boolean {
  return isOlder(join(folder, LISTING), sources());
}

/** All sources of the site. */
export function sources(): string[] {
  const inFolders = filesIn(docsFolder, ...sourceFolders);
  return [contractFile, lockFile, ...inFolders.filter((path) => !path.startsWith(siteFolder))];
}
