import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';
import { addExamples } from '../lib/help.ts';

/** `latchkey completion <shell>`: prints what makes a shell complete our commands. Call it last: it reads all others. */
export function addCompletion(program: Command): void {
  tab(program, { completionCommandName: 'completion' });
  const completion = program.commands.find((command) => command.name() === 'completion');
  if (completion === undefined) throw new Error('the library names its command otherwise');
  addExamples(completion.description('print what makes a shell complete these commands'), [
    ['source <(latchkey completion bash)'],
    ['latchkey completion zsh > ~/.zfunc/_latchkey', 'with ~/.zfunc on the fpath'],
    ['latchkey completion fish > ~/.config/fish/completions/latchkey.fish'],
  ]);
}
