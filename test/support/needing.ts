import { describe, it } from '@jest/globals';

/**
 * `describe` and `it` for what needs something that is not on every machine. Where it is missing, they are skipped: their
 * titles say why, and so does stderr, as Jest keeps the console of a skipped suite to itself.
 * @param need what it needs, as in "needs Chromium"
 */
export function needing(need: string, isThere: boolean) {
  const skip = (title: string) => {
    process.stderr.write(`SKIPPED "${title}": needs ${need}.\n`);
    return `${title} (skipped: needs ${need})`;
  };
  return {
    describe: (title: string, tests: () => void) => {
      if (isThere) describe(title, tests);
      else describe.skip(skip(title), tests);
    },
    it: (title: string, test: () => void | Promise<void>, timeout?: number) => {
      if (isThere) it(title, test, timeout);
      else it.skip(skip(title), test, timeout);
    },
  };
}
