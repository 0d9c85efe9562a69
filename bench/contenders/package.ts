import { execFile } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundleIfStale } from '../../packaging/bundle.ts';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'node_modules/.cache/latchkey-package');

/**
 * Builds the package, if a source has changed since, as packaging/build.ts does for npm.
 * @returns the file that starts it
 */
export async function buildPackage(): Promise<string> {
  const dist = join(folder, 'dist');
  mkdirSync(folder, { recursive: true });
  await bundleIfStale(dist);
  const site = join(dist, 'docs/site');
  await promisify(execFile)(process.execPath, ['docs/build.ts', '--if-stale', site], { cwd: root });
  return packageAround(folder);
}

/**
 * Adds what else a package has to a folder with `dist`.
 * @returns the file that starts it
 */
function packageAround(around: string): string {
  cpSync(join(root, 'bin'), join(around, 'bin'), { recursive: true });
  copyFileSync(join(root, 'package.json'), join(around, 'package.json'));
  return join(around, 'bin/latchkey.js');
}
