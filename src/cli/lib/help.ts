import { styleText } from 'node:util';
import type { Command } from 'commander';

/** A command line and what it does. */
export type Example = readonly [line: string, does?: string];

/** Adds examples to the help of a command. */
export function addExamples(command: Command, lines: readonly Example[]): Command {
  return command.addHelpText('after', examples(lines));
}

/**
 * Adds examples to a family of commands, and to each command the examples that begin with its name. Call it after all
 * commands were added.
 */
export function addFamilyExamples(family: Command, lines: readonly Example[]): void {
  addExamples(family.helpCommand(false), lines);
  for (const command of family.commands) {
    const name = `latchkey ${family.name()} ${command.name()}`;
    const own = lines.filter(([line]) => `${line} `.includes(`${name} `));
    if (own.length > 0) addExamples(command, own);
  }
}

/** A heading like those of commander, which removes the style when there are no colours. */
export function title(text: string): string {
  return styleText('bold', text, { validateStream: false });
}

/** The examples as text of a command's help. */
function examples(lines: readonly Example[]): string {
  const width = Math.max(...lines.map(([line, does]) => (does === undefined ? 0 : line.length)));
  const rows = lines.map(([line, does]) =>
    does === undefined ? `  ${line}` : `  ${line.padEnd(width)}  ${does}`,
  );
  return `\n${title('Examples:')}\n${rows.join('\n')}`;
}

/**
 * Wraps a text at 80 columns.
 * @param first the beginning of the first line
 * @param indent the number of spaces before the other lines
 */
export function paragraph(text: string, first = '', indent = 0): string {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.split(' ')) {
    if (!isEmpty && line.length + 1 + word.length > 80) {
      lines.push(line);
      line = ' '.repeat(indent);
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line].join('\n');
}
