import { execFile } from 'node:child_process';
import { mkdtemp, rm, rmdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unprivilegedUser } from './postgres-binaries.ts';

const run = promisify(execFile);

/** A disk that can be filled without harm. */
export interface SmallDisk {
  /** Where it is mounted; anybody may write to it. */
  readonly folder: string;
  /** Writes until nothing more can be written. */
  fill(): Promise<void>;
  /** Undoes `fill`. */
  free(): Promise<void>;
  unmount(): Promise<void>;
}

/** @throws where this process may not mount one, which commonly only root may */
export async function mountSmallDisk(): Promise<SmallDisk> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-disk-'));
  // It belongs to whom PostgreSQL runs as, who wants that of a folder it keeps data in.
  const { uid = 0, gid = 0 } = await unprivilegedUser();
  const options = `size=24m,mode=0777,uid=${uid},gid=${gid}`;
  try {
    await run('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
  } catch (error) {
    await rmdir(folder);
    throw error;
  }
  const filler = join(folder, 'filler');
  return {
    folder,
    async fill() {
      for (const size of [1_048_576, 4_096]) {
        while (await append(filler, Buffer.alloc(size)));
      }
    },
    free: () => rm(filler),
    async unmount() {
      await run('umount', [folder]);
      await rmdir(folder);
    },
  };
}

export async function mayMount(): Promise<boolean> {
  return mountSmallDisk().then(
    (disk) => disk.unmount().then(() => true),
    () => false,
  );
}

/** @returns whether there was room */
async function append(file: string, bytes: Buffer): Promise<boolean> {
  try {
    await writeFile(file, bytes, { flag: 'a' });
    return true;
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOSPC') throw error;
    return false;
  }
}
