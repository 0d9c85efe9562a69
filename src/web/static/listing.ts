import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Encoding } from './negotiate.ts';
import { readOnce, type StaticFile } from './static-file.ts';

/** The name of the file that lists the files of a folder. */
export const LISTING = 'files.json';

/** The properties of each file, by its name. The compressed files are next to it. */
export type Listing = Readonly<Record<string, Omit<StaticFile, 'read'>>>;

/** The file name extensions of compressed files. */
export const endings: Readonly<Record<Encoding, string>> = { br: '.br', gzip: '.gz' };

/**
 * Returns the files of a folder with a listing. Each is read at its first request and then kept in memory.
 * @returns an empty map when there is no listing
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
