import { open } from 'node:fs/promises';

/** Waits until the names of a folder are on the disk. Otherwise a power failure could lose a new file. */
export async function syncFolder(folder: string): Promise<void> {
  const opened = await open(folder, 'r');
  try {
    await opened.sync();
  } finally {
    await opened.close();
  }
}
