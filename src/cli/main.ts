import { styleText } from 'node:util';
import { CommanderError } from 'commander';
import { ConfigError } from '../config.ts';
import { type Context, say } from './context.ts';
import { exitCodes, Failure } from './failure.ts';
import { plain } from './plain.ts';
import { createProgram } from './program.ts';

const { env, stdin, stdout, stderr } = process;
const context: Context = { env, stdin, stdout, stderr };

// Whoever reads only the first lines, as `head` does, wants no error for it.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? exitCodes.ok : exitCodes.refused);
});

try {
  await createProgram(context).parseAsync();
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
  const code = error instanceof Failure && error.code !== undefined ? ` (${error.code})` : '';
  say(context, `${styleText('red', 'error:', { stream: stderr })} ${plain(message)}${code}`);
  if (error instanceof Failure) {
    if (error.advice !== undefined) say(context, error.advice);
    return error.exitCode;
  }
  if (error instanceof ConfigError) return exitCodes.refused;
  // A fault of ours: whoever reports it needs to say where.
  say(context, (error as Error).stack ?? '');
  return exitCodes.refused;
}
