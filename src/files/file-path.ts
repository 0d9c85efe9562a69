import { join } from 'node:path';
import type { Config } from '../config/config.ts';

/** The end of the name of a file that is being received. */
export const PART = '.part';

/** The folder of the stored files. */
export function filesFolder({ dataDir }: Pick<Config, 'dataDir'>): string {
  return join(dataDir, 'files');
}

/** The path of a stored file. Its name is its id: nothing that a request says is part of a path. */
export function filePath(config: Pick<Config, 'dataDir'>, id: number): string {
  return join(filesFolder(config), String(id));
}

/** The path of a file that is being received. */
export function partPath(config: Pick<Config, 'dataDir'>, id: number): string {
  return filePath(config, id) + PART;
}
