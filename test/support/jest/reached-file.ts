import { join } from 'node:path';

/** Where a suite writes down which answers of the contract it has met, one a line. */
export function reachedFile(folder: string, project: string, suite: string): string {
  return join(folder, encodeURIComponent(`${project} ${suite.split('/test/').at(-1) ?? ''}`));
}
