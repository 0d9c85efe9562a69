/** The last part of a command's help: what one might type, and what it does. */
export function examples(lines: readonly (readonly [command: string, does: string])[]): string {
  const width = Math.max(...lines.map(([command]) => command.length));
  const rows = lines.map(([command, does]) => `  ${command.padEnd(width)}  ${does}`.trimEnd());
  return `\nExamples:\n${rows.join('\n')}\n`;
}
