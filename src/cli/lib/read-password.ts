import { text } from 'node:stream/consumers';
import { ask } from '../../terminal/write.ts';
import type { Context } from './context.ts';
import { Failure } from './failure.ts';

/**
 * Asks for a password twice, without showing it. Without a terminal it reads the first line of stdin.
 * @throws Failure when the two differ, when there is none, and on Ctrl-C
 */
export async function readPassword(context: Context): Promise<string> {
  const { stdin, stderr } = context;
  if (!stdin.isTTY || !stderr.isTTY) {
    const [line = ''] = (await text(stdin)).split(/\r?\n/, 1);
    if (line !== '') return line;
    throw new Failure('usage', 'There is no password on stdin.');
  }
  const password = await askHidden(context, 'Password: ');
  if (password === (await askHidden(context, 'Again: '))) return password;
  throw new Failure('usage', 'The two passwords differ.');
}

async function askHidden(context: Context, question: string): Promise<string> {
  const answer = await ask(context, question, { hidden: true });
  if (answer !== undefined) return answer;
  throw new Failure('interrupted', 'Nothing was changed.');
}
