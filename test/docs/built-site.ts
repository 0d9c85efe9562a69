import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs docs/build.ts as npm does. @returns what it printed */
export async function runBuild(...args: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, ['docs/build.ts', ...args]);
  return stdout;
}

/** Builds the site. @returns its folder */
export async function buildSite(): Promise<string> {
  const folder = join(mkdtempSync(join(tmpdir(), 'latchkey-docs-test-')), 'site');
  await runBuild(folder);
  return folder;
}
