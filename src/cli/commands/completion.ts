import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';
import { addExamples } from '../lib/help.ts';

/**
 * `latchkey completion <shell>`: prints a completion script for a shell. Call it last, since it reads all other
 * commands.
 */
export function addCompletion(program: Command): void {
  tab(program, { completionCommandName: 'completion' });
  const completion = program.commands.find((command) => command.name() === 'completion');
  if (completion === undefined) throw new Error('the library has no command "complete"');
  addExamples(completion.description('print a script for shell completion'), [
    ['source <(latchkey completion bash)'],
    ['latchkey completion zsh > ~/.zfunc/_latchkey', 'with ~/.zfunc on the fpath'],
    ['latchkey completion fish > ~/.config/fish/completions/latchkey.fish'],
  ]);
}
