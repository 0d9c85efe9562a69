import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { Writable } from 'node:stream';
import type { Context } from './context.ts';
import { Failure } from './failure.ts';

/**
 * Asks for a password twice, without showing it; where nobody can be asked it is the first line of stdin.
 * @throws Failure where the two differ, where there is none, and on Ctrl-C
 */
export async function readPassword(context: Context): Promise<string> {
  const { stdin, stderr } = context;
  if (!stdin.isTTY || !stderr.isTTY) {
    const [line = ''] = (await text(stdin)).split(/\r?\n/, 1);
    if (line !== '') return line;
    throw new Failure('usage', 'There is no password on stdin.');
  }
  const password = await ask(context, 'Password: ');
  if (password === (await ask(context, 'Again: '))) return password;
  throw new Failure('usage', 'The two passwords differ.');
}

async function ask({ stdin, stderr }: Context, question: string): Promise<string> {
  stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: stdin, output: nowhere, terminal: true });
  try {
    const [event] = (await Promise.race([
      once(terminal, 'line'),
      once(terminal, 'SIGINT').then(() => [null]),
      once(terminal, 'close').then(() => [null]),
    ])) as [string | null];
    if (event !== null) return event;
    throw new Failure('interrupted', 'Nothing was done.');
  } finally {
    terminal.close();
    stderr.write('\n');
  }
}
