import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Encoding } from './negotiate.ts';
import { readOnce, type StaticFile } from './static-file.ts';

/** Stands in a folder and says what else is in it. */
export const LISTING = 'files.json';

/** What a listing says of each file, by its name. Its compressed forms stand beside it. */
export type Listing = Readonly<Record<string, Omit<StaticFile, 'read'>>>;

/** What the name of a compressed form ends with. */
export const endings: Readonly<Record<Encoding, string>> = { br: '.br', gzip: '.gz' };

/**
 * The files of a folder that has a listing. Each is read when it is first asked for, and kept: what nobody reads takes
 * no memory, and all of it together is never more than the folder.
 * @returns none where there is no listing
 */
export function readFolder(folder: string): ReadonlyMap<string, StaticFile> {
  const files = Object.entries(readListing(folder)).map(([name, facts]): [string, StaticFile] => {
    const path = join(folder, name);
    const read = (encoding: Encoding | undefined) =>
      readFile(encoding === undefined ? path : path + endings[encoding]);
    return [name, { ...facts, read: readOnce(read) }];
  });
  return new Map(files);
}

function readListing(folder: string): Listing {
  try {
    return JSON.parse(readFileSync(join(folder, LISTING), 'utf8')) as Listing;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
