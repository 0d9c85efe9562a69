import { open } from 'node:fs/promises';

/** Waits until the names in a folder are on the disk: a new file that nobody finds after a power cut is lost. */
export async function syncFolder(folder: string): Promise<void> {
  const opened = await open(folder, 'r');
  try {
    await opened.sync();
  } finally {
    await opened.close();
  }
}
