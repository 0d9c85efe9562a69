import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * Writes files of generated/. With `--check` on the command line it writes nothing, and the process fails when a file
 * is out of date.
 * @param files texts by file name
 */
export function writeGenerated(files: Readonly<Record<string, string>>): void {
  const { check } = parseArgs({ options: { check: { type: 'boolean' } } }).values;
  for (const [name, text] of Object.entries(files)) {
    const file = join(import.meta.dirname, '../generated', name);
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
    if (check !== true) writeFileSync(file, text);
    else {
      console.error(`generated/${name} is out of date: run npm run generate.`);
      process.exitCode = 1;
    }
  }
}
