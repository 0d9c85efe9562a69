import { CommanderError } from 'commander';
import { ConfigError } from '../config/config.ts';
import { styled } from '../terminal/styled.ts';
import { type Context, say } from './lib/context.ts';
import { exitCodes, Failure } from './lib/failure.ts';
import { createProgram } from './program.ts';

/**
 * Runs one command line. Why it did not succeed is said on stderr.
 * @param args what stands after `latchkey`
 * @returns the exit code
 */
export async function runProgram(args: readonly string[], context: Context): Promise<number> {
  try {
    await createProgram(context).parseAsync(args, { from: 'user' });
    return context.exitCode ?? exitCodes.ok;
  } catch (error) {
    return report(context, error);
  }
}

/** Says why a command did not succeed, and answers its exit code. */
function report(context: Context, error: unknown): number {
  // Commander has said it already.
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  }
  const { message } = error as Error;
  const code = error instanceof Failure ? error.code : undefined;
  // The server's words are one line; ours may be several.
  const [first = '', ...others] = code === undefined ? message.split('\n') : [message];
  say(context, [styled('red', 'error:'), ` ${first}${code === undefined ? '' : ` (${code})`}`]);
  for (const line of others) say(context, line);
  if (error instanceof Failure) {
    if (error.advice !== undefined) say(context, error.advice);
    return error.exitCode;
  }
  if (error instanceof ConfigError) return exitCodes.refused;
  // A fault of ours: whoever reports it needs to say where.
  for (const line of (error as Error).stack?.split('\n') ?? []) say(context, line);
  return exitCodes.refused;
}
