import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LISTING } from '../../src/web/static/listing.ts';
import { contractFile, docsFolder, lockFile, siteFolder, sourceFolders } from './paths.ts';

/** True when a source of the site has changed since it was built into a folder. */
export function isStale(folder: string): boolean {
  const built = changedAt(join(folder, LISTING));
  return sources().some((file) => changedAt(file) >= built);
}

/** All sources of the site. The time of a folder is when a file in it was last added or removed. */
export function sources(): string[] {
  const inFolders = [docsFolder, ...sourceFolders]
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
    )
    .filter((path) => !path.startsWith(siteFolder));
  return [contractFile, lockFile, ...inFolders];
}

function changedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
