import { ask } from '../../terminal/write.ts';
import type { Context } from './context.ts';
import { Failure } from './failure.ts';

/**
 * Asks for confirmation, unless `--yes` was given.
 * @throws Failure when the answer is no, when there is no terminal, and on Ctrl-C
 */
export async function confirm(
  context: Context,
  question: string,
  options: { yes?: true },
): Promise<void> {
  if (options.yes === true) return;
  if (!context.stdin.isTTY || !context.stderr.isTTY) {
    throw new Failure('usage', `${question} There is no terminal to ask on. Add --yes to confirm.`);
  }
  const reply = await ask(context, `${question} [y/N] `);
  if (reply === undefined) throw new Failure('interrupted', 'Nothing was changed.');
  if (!/^y(es)?$/i.test(reply.trim())) throw new Failure('refused', 'Nothing was changed.');
}
