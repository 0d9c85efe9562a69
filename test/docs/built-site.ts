import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs docs/build.ts as npm does. @returns what it printed */
export async function runBuild(...args: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, ['docs/build.ts', ...args]);
  return stdout;
}

/** Builds the site. @returns its folder, which is gone with this process */
export async function buildSite(): Promise<string> {
  const parent = mkdtempSync(join(tmpdir(), 'latchkey-docs-test-'));
  process.once('exit', () => rmSync(parent, { recursive: true, force: true }));
  const folder = join(parent, 'site');
  await runBuild(folder);
  return folder;
}
