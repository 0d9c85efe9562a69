import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { needing } from './needing.ts';
import { isInstalled } from './run.ts';

/** For tests about the system calls of a server. */
export const withStrace = needing('strace', await isInstalled('strace'));

/**
 * Watches the system calls of a process and all its threads.
 * @param options of strace: which calls, and what becomes of them
 * @returns what ends it, and answers its report
 */
export async function watch(pid: number, options: readonly string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-strace-'));
  const report = join(folder, 'report');
  const tracer = spawn('strace', ['-f', '-o', report, '-p', String(pid), ...options], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exit = once(tracer, 'exit');
  await once(tracer.stderr, 'data');
  return {
    async end(): Promise<string> {
      tracer.kill('SIGINT');
      // strace 6.1 sometimes waits for ever for a thread that a signal has ended.
      const stuck = setTimeout(() => tracer.kill('SIGKILL'), 2_000);
      await exit;
      clearTimeout(stuck);
      const text = await readFile(report, 'utf8');
      await rm(folder, { recursive: true });
      return text;
    },
  };
}
