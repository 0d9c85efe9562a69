import { exitCodes } from './lib/failure.ts';
import { runProgram } from './run-program.ts';

const { env, stdin, stdout, stderr } = process;
// At any place. Programs that commands start get it through the environment.
const args = process.argv.slice(2).filter((arg) => arg !== '--no-color');
if (args.length < process.argv.length - 2) {
  env['NO_COLOR'] = '1';
  delete env['FORCE_COLOR'];
}

// A reader that closes the pipe early, such as `head`, is no error.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? exitCodes.ok : exitCodes.refused);
});

process.exitCode = await runProgram(args, { env, stdin, stdout, stderr });
