import { open } from 'node:fs/promises';

/** Waits until the names in a folder are on the disk. Without that, a new file can be lost in a power failure. */
export async function syncFolder(folder: string): Promise<void> {
  const opened = await open(folder, 'r');
  try {
    await opened.sync();
  } finally {
    await opened.close();
  }
}
