import { describe } from '@jest/globals';
import { findBrowser } from './browser.ts';

/** `describe` for what needs a real browser. Where there is none, it is skipped, and stderr says so. */
export function describeInBrowser(title: string, tests: () => void): void {
  if (findBrowser() === undefined) {
    // Jest keeps the console of a skipped suite to itself.
    process.stderr.write(
      `SKIPPED "${title}": no browser was found. Install Chromium, or set CHROMIUM_PATH.\n`,
    );
    describe.skip(title, tests);
  } else {
    describe(title, tests);
  }
}
