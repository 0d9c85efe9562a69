import { randomUUID } from 'node:crypto';
import { existsSync, linkSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';

/** Reads a text file. When it is missing, creates it with mode 600. */
export function readOrCreate(file: string, create: () => string): string {
  if (!existsSync(file)) {
    // Write a temporary file and link it: no reader finds half a file, and of two first starts at once one wins.
    const temporary = `${file}.${randomUUID()}`;
    writeFileSync(temporary, create(), { mode: 0o600, flush: true });
    try {
      linkSync(temporary, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      unlinkSync(temporary);
    }
  }
  return readFileSync(file, 'utf8');
}
