import { createInterface } from 'node:readline/promises';
import type { Context } from './context.ts';
import { Failure } from './failure.ts';

/**
 * Asks before something that cannot be undone, unless `--yes` was given.
 * @throws Failure where the answer is no, where nobody can be asked, and on Ctrl-C
 */
export async function confirm(
  { stdin, stderr }: Context,
  question: string,
  options: { yes?: true },
): Promise<void> {
  if (options.yes === true) return;
  if (!stdin.isTTY || !stderr.isTTY) {
    throw new Failure('usage', `${question} Nobody can be asked here: say --yes.`);
  }
  const terminal = createInterface({ input: stdin, output: stderr });
  const interrupted = new Promise<never>((_, reject) => {
    terminal.once('SIGINT', () => reject(new Failure('interrupted', 'Nothing was done.')));
  });
  try {
    const reply = await Promise.race([terminal.question(`${question} [y/N] `), interrupted]);
    if (!/^y(es)?$/i.test(reply.trim())) throw new Failure('refused', 'Nothing was done.');
  } finally {
    terminal.close();
  }
}
