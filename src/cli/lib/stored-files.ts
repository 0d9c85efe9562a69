import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { copyFiles, type LostFile } from '../../files/copy-files.ts';
import type { StoredFile } from '../../store/stored-files.ts';
import { type Context, say } from './context.ts';
import { startProgress } from './progress.ts';

/** How many lost files are named. */
const MOST_NAMED = 10;

/** The folder of the installation files that belong to a backup. All backups in a folder share it. */
export function folderBeside(backup: string): string {
  return join(dirname(resolve(backup)), 'latchkey-files');
}

/** Counts the files in the folder of a backup that are not its own: only older backups may need them. */
export async function countOthers(backup: string, files: readonly StoredFile[]): Promise<number> {
  const own = new Set(files.map(({ id }) => String(id)));
  const names = existsSync(folderBeside(backup)) ? await readdir(folderBeside(backup)) : [];
  return names.filter((name) => /^\d+$/.test(name) && !own.has(name)).length;
}

/** Lists the installation files that a database knows, as `listStoredFiles` does. */
export async function filesOf(database: string): Promise<StoredFile[]> {
  const { listStoredFiles } = await import('../../store/stored-files.ts');
  return listStoredFiles(database);
}

/** Copies installation files, with a bar, as `copyFiles` does. */
export async function copyWithBar(
  context: Context,
  files: readonly StoredFile[],
  folders: Parameters<typeof copyFiles>[1],
): Promise<LostFile[]> {
  if (files.length === 0) return [];
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const progress = startProgress(context, 'bytes of installation files', total);
  try {
    return await copyFiles(files, folders, (bytes) => progress.advance(bytes));
  } finally {
    progress.stop();
  }
}

/** Names the files that were not copied. */
export function sayLost(context: Context, lost: readonly LostFile[], folder: string): void {
  if (lost.length === 0) return;
  say(context, `${lost.length} installation file(s) are not in ${folder}, or are damaged there:`);
  for (const { file, reason } of lost.slice(0, MOST_NAMED)) {
    const { id, filename, product, version } = file;
    const owner = product === null ? 'no version yet' : `${product} ${version}`;
    say(context, `  ${id} (${filename}, of ${owner}) is ${reason}`);
  }
  if (lost.length > MOST_NAMED) say(context, `  … and ${lost.length - MOST_NAMED} more`);
}
