import { exitCodes } from './lib/failure.ts';
import { runProgram } from './run-program.ts';

const { env, stdin, stdout, stderr } = process;
// Wherever it stands: the programs that commands start are told too.
const args = process.argv.slice(2).filter((arg) => arg !== '--no-color');
if (args.length < process.argv.length - 2) {
  env['NO_COLOR'] = '1';
  delete env['FORCE_COLOR'];
}

// Whoever reads only the first lines, as `head` does, wants no error for it.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? exitCodes.ok : exitCodes.refused);
});

process.exitCode = await runProgram(args, { env, stdin, stdout, stderr });
