import { ask } from '../../terminal/write.ts';
import type { Context } from './context.ts';
import { Failure } from './failure.ts';

/**
 * Asks before something that cannot be undone, unless `--yes` was given.
 * @throws Failure where the answer is no, where nobody can be asked, and on Ctrl-C
 */
export async function confirm(
  context: Context,
  question: string,
  options: { yes?: true },
): Promise<void> {
  if (options.yes === true) return;
  if (!context.stdin.isTTY || !context.stderr.isTTY) {
    throw new Failure('usage', `${question} Nobody can be asked here: say --yes.`);
  }
  const reply = await ask(context, `${question} [y/N] `);
  if (reply === undefined) throw new Failure('interrupted', 'Nothing was done.');
  if (!/^y(es)?$/i.test(reply.trim())) throw new Failure('refused', 'Nothing was done.');
}
