import { CommanderError } from 'commander';
import { ConfigError } from '../config/config.ts';
import { styled } from '../terminal/styled.ts';
import { type Context, say } from './lib/context.ts';
import { exitCodes, Failure } from './lib/failure.ts';
import { createProgram } from './program.ts';

const { env, stdin, stdout, stderr } = process;
// Wherever it stands: the programs that commands start are told too.
const args = process.argv.slice(2).filter((arg) => arg !== '--no-color');
if (args.length < process.argv.length - 2) {
  env['NO_COLOR'] = '1';
  delete env['FORCE_COLOR'];
}
const context: Context = { env, stdin, stdout, stderr };

// Whoever reads only the first lines, as `head` does, wants no error for it.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? exitCodes.ok : exitCodes.refused);
});

try {
  await createProgram(context).parseAsync(args, { from: 'user' });
} catch (error) {
  process.exitCode = report(error);
}

/** Says why a command did not succeed, and answers its exit code. */
function report(error: unknown): number {
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
