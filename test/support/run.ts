import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';

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
    env: { PATH: process.env['PATH'] ?? '', NO_COLOR: '1', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
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
