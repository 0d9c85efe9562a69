import { Readable, Writable } from 'node:stream';
import type { Context } from '../../src/cli/lib/context.ts';
import { runProgram } from '../../src/cli/run-program.ts';
import { latchkeyProgram } from './programs.ts';
import { type Finished, start } from './run.ts';

/** Runs `latchkey …` to its end, in this process, as somebody would type it. @param input what comes by stdin */
export async function latchkey(
  args: readonly string[],
  env: Record<string, string> = {},
  input = '',
): Promise<Finished> {
  const [stdout, stderr] = [new Output(), new Output()];
  const PATH = process.env['PATH'] ?? '';
  // Neither is a terminal.
  const context = { env: { PATH, ...env }, stdin: Readable.from([input]), stdout, stderr };
  const code = await runProgram(args, context as unknown as Context);
  return { code, stdout: stdout.text, stderr: stderr.text };
}

/** The same as a process of its own, for what only a process has: its exit code, its stdin as a file, its Node.js. */
export function latchkeyProcess(
  args: readonly string[],
  env: Record<string, string> = {},
  input = '',
): Promise<Finished> {
  return start(process.execPath, [latchkeyProgram, ...args], env, { input }).finished;
}

class Output extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
