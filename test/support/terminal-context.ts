import { PassThrough } from 'node:stream';
import type { Context } from '../../src/cli/lib/context.ts';

/** What a command is given that runs on a terminal: streams for the test to type into, and to read from. */
export function terminalContext(env: Record<string, string>) {
  const terminal = () => Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY: true });
  const streams = { stdin: terminal(), stdout: terminal(), stderr: terminal() };
  return { ...streams, context: { env, ...streams } as unknown as Context };
}
