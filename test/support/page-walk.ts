import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { latchkeyProgram } from './programs.ts';
import { start } from './run.ts';

/** A block of code of a page. */
export interface Block {
  /** Its language, and what else stands there: `sh`, or `sh` and who it is for. */
  readonly info: string;
  readonly code: string;
}

/** A page of the docs, as it was written. */
export function readPage(name: string): Promise<string> {
  return readFile(`docs/pages/${name}.md`, 'utf8');
}

/** The blocks of code of a page, from top to bottom. */
export async function readBlocks(name: string): Promise<Block[]> {
  const source = await readPage(name);
  return [...source.matchAll(/^```(.+)\n([^]*?)^```$/gm)].map(([, info = '', code = '']) => ({
    info,
    code,
  }));
}

/**
 * What a page has people type, as one script that ends at the first command that fails.
 * @param ways what becomes of the blocks for a shell, by what follows `sh`
 * @throws Error where there is one that no way is for
 */
export function scriptOf(
  blocks: readonly Block[],
  ways: Readonly<Record<string, (code: string) => string>> = {},
): string {
  const all: typeof ways = { sh: (code) => code, 'sh fails': failing, ...ways };
  const steps = blocks
    .filter(({ info }) => /^sh( |$)/.test(info))
    .map(({ info, code }) => {
      const way = all[info];
      if (way === undefined) throw new Error(`Nobody runs the blocks with "${info}"`);
      return way(code);
    });
  // What is said on stderr stands where it was said.
  return ['exec 2>&1', 'set -euo pipefail', ...steps].join('\n');
}

function failing(code: string): string {
  return `if { ${code.trim()}\n}; then echo 'this was to fail'; exit 99; fi`;
}

/** A folder of somebody's own who walks through a page, with `latchkey` on the search path. */
export async function createWalk() {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-walk-'));
  const programs = await mkdtemp(join(tmpdir(), 'latchkey-walk-bin-'));

  /** Puts a program on the search path, before those of the machine. @param code for `sh` */
  async function addProgram(name: string, code: string): Promise<void> {
    await writeFile(join(programs, name), `#!/bin/sh\n${code}\n`);
    await chmod(join(programs, name), 0o755);
  }
  const latchkey = `${process.execPath} ${latchkeyProgram}`;
  await addProgram('latchkey', `exec ${latchkey} "$@"`);
  // In a clone `npx latchkey` runs that file.
  await addProgram('npx', `shift\nexec ${latchkey} "$@"`);

  return {
    folder,
    addProgram,

    /**
     * Runs a script in the folder, which is the home folder too.
     * @returns how it ended, and what it printed
     */
    async run(script: string, env: Record<string, string>) {
      const path = `${programs}:${process.env['PATH'] ?? ''}`;
      const settings = { HOME: folder, ...env, PATH: path };
      const shell = start('bash', ['--norc', '-c', script], settings, { cwd: folder });
      const { code, stdout: output } = await shell.finished;
      return { code, output };
    },

    async remove(): Promise<void> {
      for (const made of [folder, programs]) await rm(made, { recursive: true, force: true });
    },
  };
}

export type Walk = Awaited<ReturnType<typeof createWalk>>;
