import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a program printed, and how it ended. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  /** Grows while it runs. */
  readonly output: { stdout: string; stderr: string };
  readonly finished: Promise<Finished>;
}

/** Programs that many tests start are compiled once. */
const { NODE_COMPILE_CACHE = join(tmpdir(), 'latchkey-compile-cache') } = process.env;

/**
 * Starts a program in the project's folder unless told otherwise, without a shell. Of our own environment it gets
 * the search path alone, so that no setting of ours reaches it.
 * @param options.input what comes by stdin
 */
export function start(
  program: string,
  args: readonly string[],
  env: Record<string, string> = {},
  { input = '', ...options }: Pick<SpawnOptions, 'cwd' | 'detached'> & { input?: string } = {},
): Running {
  const child = spawn(program, args, {
    ...options,
    env: { PATH: process.env['PATH'] ?? '', NO_COLOR: '1', NODE_COMPILE_CACHE, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // A program may end without having read it.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => (output[stream] += text));
  }
  const finished = new Promise<Finished>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...output }));
  });
  return { child, output, finished };
}

/** True when a program is on this machine. */
export async function isInstalled(program: string): Promise<boolean> {
  return start(program, ['--version']).finished.then(
    () => true,
    () => false,
  );
}

/** Those of some programs that are not on this machine. */
export async function missingOf(...programs: readonly string[]): Promise<string[]> {
  const found = await Promise.all(programs.map(isInstalled));
  return programs.filter((_, index) => found[index] !== true);
}
