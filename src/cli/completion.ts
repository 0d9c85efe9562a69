import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';
import { examples } from './help.ts';

/** `latchkey completion <shell>`: prints what makes a shell complete our commands. Call it last: it reads all others. */
export function addCompletion(program: Command): void {
  tab(program, { completionCommandName: 'completion' });
  program.commands
    .find((command) => command.name() === 'completion')
    ?.description('print what makes a shell complete these commands')
    .addHelpText(
      'after',
      examples([
        ['latchkey completion bash > ~/.local/share/bash-completion/completions/latchkey', ''],
        ['latchkey completion zsh > ~/.zfunc/_latchkey', 'with ~/.zfunc on the fpath'],
        ['latchkey completion fish > ~/.config/fish/completions/latchkey.fish', ''],
      ]),
    );
}
