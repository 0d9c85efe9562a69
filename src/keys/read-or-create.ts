import { randomUUID } from 'node:crypto';
import { existsSync, linkSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';

/** Reads a file for its owner's eyes alone, and makes it when it is missing. */
export function readOrCreate(file: string, create: () => string): string {
  if (!existsSync(file)) {
    // Written aside and linked: nobody ever finds half a file, and of two first starts at once one makes it.
    const aside = `${file}.${randomUUID()}`;
    writeFileSync(aside, create(), { mode: 0o600, flush: true });
    try {
      linkSync(aside, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      unlinkSync(aside);
    }
  }
  return readFileSync(file, 'utf8');
}
