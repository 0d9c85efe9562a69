import { CommanderError } from 'commander';
import { ConfigError } from '../config/config.ts';
import { withSourcePlaces } from '../observability/source-places.ts';
import { styled } from '../terminal/styled.ts';
import { type Context, say } from './lib/context.ts';
import { exitCodes, Failure } from './lib/failure.ts';
import { createProgram } from './program.ts';

/**
 * Runs one command line. Errors are printed to stderr.
 * @param args the arguments after `latchkey`
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

/** Prints the error of a command. @returns the exit code */
function report(context: Context, error: unknown): number {
  // Commander has printed it already.
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  }
  const { message } = error as Error;
  const code = error instanceof Failure ? error.code : undefined;
  // Messages of the server are printed in one line; ours may have several.
  const [first = '', ...others] = code === undefined ? message.split('\n') : [message];
  say(context, [styled('red', 'error:'), ` ${first}${code === undefined ? '' : ` (${code})`}`]);
  for (const line of others) say(context, line);
  if (error instanceof Failure) {
    if (error.advice !== undefined) say(context, error.advice);
    return error.exitCode;
  }
  if (error instanceof ConfigError) return exitCodes.refused;
  // An unexpected error is a bug: its stack is needed for a report.
  const stack = withSourcePlaces((error as Error).stack ?? '');
  for (const line of stack.split('\n')) say(context, line);
  return exitCodes.refused;
}
