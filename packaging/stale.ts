import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** All that is in folders. The time of a folder in them is when a file in it was last added or removed. */
export function filesIn(...folders: readonly string[]): string[] {
  return folders.flatMap((folder) => {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    return names.map((name) => join(folder, name));
  });
}

/** True when one of its sources has changed since a file was built, or the file does not exist. */
export function isStale(built: string, sources: readonly string[]): boolean {
  const time = changedAt(built);
  return sources.some((file) => changedAt(file) >= time);
}

function changedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
