import type { EventEmitter } from 'node:events';
import { stripVTControlCharacters } from 'node:util';
import type { Argument, Command, Option } from 'commander';
import { createOptions } from '../../examples/desktop-app/options.ts';
import { createProgram } from '../../src/cli/program.ts';
import { prose, sentence } from './prose.ts';

/** Creates the command line, to read its help. */
export function readProgram(): Command {
  const { stdin, stdout, stderr } = process;
  return createProgram({ env: {}, stdin, stdout, stderr });
}

/** Tables of the commands, under the headings of the help. Families link to their pages. */
export function renderFamilies(program: Command): string {
  const groups = Map.groupBy(visible(program), (family) => family.helpGroup());
  const tables = [...groups].map(([group, families]) => {
    const rows = families.map(
      (family) =>
        `| [\`${family.name()}\`](${pageOf(family)}.html) | ${sentence(family.description())} |`,
    );
    return `**${group.replace(/:$/, '')}**\n\n| | |\n| --- | --- |\n${rows.join('\n')}`;
  });
  return tables.join('\n\n');
}

/** A page of the site without a Markdown file. */
export interface MadePage {
  readonly name: string;
  readonly label: string;
  readonly markdown: string;
}

/**
 * A page for each family, with the arguments, options and examples of its commands. `latchkey try` has none of its own: it
 * passes them on to the application.
 */
export function renderFamilyPages(program: Command): MadePage[] {
  return visible(program).map((family) => {
    const commands = visible(family);
    const asks = [family, ...commands].some((one) => visibleOptions(one).some(isCommon));
    const parts = [
      `# ${familyPathOf(family).join(' ')}`,
      sentence(family.description()),
      renderUsage(family),
      ...renderParts(family.name() === 'try' ? createOptions({}) : family),
      ...commands.flatMap((command) => [
        `## ${pathOf(command)
          .join(' ')
          .replaceAll(/[<>[\]]/g, '\\$&')}`,
        sentence(command.description()),
        ...renderParts(command),
      ]),
      ...(asks
        ? [`## Options of each command\n\n${whereAsked}`, renderCommonOptions(program)]
        : []),
    ];
    return { name: pageOf(family), label: family.name(), markdown: `${parts.join('\n\n')}\n` };
  });
}

const whereAsked =
  'All these commands use the Admin API of a server. See [Where commands work](command-line.html#where-commands-work).';

/** The usage of a family without commands of its own. */
function renderUsage(family: Command): string {
  if (visible(family).length > 0) return '';
  return `\`\`\`sh usage\n${pathOf(family).join(' ')}\n\`\`\``;
}

/** The arguments and options of a command, and the rest of its help. */
function renderParts(command: Command): string[] {
  const rows = [
    ...command.registeredArguments.filter(explains).map(argumentRow),
    ...visibleOptions(command)
      .filter((option) => !isCommon(option))
      .map(optionRow),
  ];
  return [...(rows.length > 0 ? [table(rows)] : []), ...renderHelpAfter(command)];
}

/** The help after the options: examples as code, the rest as text. */
function renderHelpAfter(command: Command): string[] {
  let text = '';
  // Like commander, whose types do not declare that a command is an emitter.
  const emitter = command as unknown as EventEmitter;
  emitter.emit('afterHelp', { command, write: (part: string) => (text += part) });
  return blocksOf(stripVTControlCharacters(text)).map(renderBlock);
}

/** Splits a text into blocks of consecutive lines, indented or not. */
function blocksOf(text: string): string[] {
  const blocks: string[] = [];
  let last = '';
  for (const line of text.split('\n')) {
    if (line !== '') {
      const goesOn = last !== '' && line.startsWith(' ') === last.startsWith(' ');
      blocks.push(goesOn ? `${blocks.pop() ?? ''}\n${line}` : line);
    }
    last = line;
  }
  return blocks;
}

/** Indented lines are code, others are text. */
function renderBlock(block: string): string {
  if (block.startsWith(' ')) return `\`\`\`text\n${block.replaceAll(/^ {2}/gm, '')}\n\`\`\``;
  const line = block.replaceAll('\n', ' ');
  return line.endsWith(':') ? `**${prose(line)}**` : sentence(line);
}

/** The options of all commands that use the Admin API. */
export function renderCommonOptions(program: Command): string {
  const all = visible(program).flatMap(visible).flatMap(visibleOptions).filter(isCommon);
  const byName = new Map(all.map((option) => [option.flags, option]));
  return table([...byName.values()].map(optionRow));
}

function table(rows: readonly string[]): string {
  return ['| | |', '| --- | --- |', ...rows].join('\n');
}

/** `latchkey`, its family, its name, and its arguments. */
function pathOf(command: Command): string[] {
  return [...familyPathOf(command), ...command.registeredArguments.map(termOf)];
}

function familyPathOf(command: Command): string[] {
  return [...(command.parent === null ? [] : familyPathOf(command.parent)), command.name()];
}

function termOf(argument: Argument): string {
  return argument.required ? `<${argument.name()}>` : `[${argument.name()}]`;
}

/** The page of a family. */
function pageOf(family: Command): string {
  return `cli-${family.name()}`;
}

function visible(command: Command): Command[] {
  return command.createHelp().visibleCommands(command);
}

/** The options of a command without `--help`, which all commands have. */
function visibleOptions(command: Command): Option[] {
  const options = command.createHelp().visibleOptions(command);
  return options.filter(({ long }) => long !== '--help');
}

function isCommon({ helpGroupHeading }: Option): boolean {
  return helpGroupHeading !== undefined;
}

function explains({ description, argChoices }: Argument): boolean {
  return description !== '' || argChoices !== undefined;
}

function argumentRow(argument: Argument): string {
  const { description, argChoices } = argument;
  return row(termOf(argument), description + choicesOf(argChoices));
}

function optionRow({ flags, description, mandatory, argChoices, defaultValue }: Option): string {
  // A switch that is on by default shows this by its name: --no-….
  const hasDefault = defaultValue !== undefined && typeof defaultValue !== 'boolean';
  const otherwise = hasDefault ? ` (default: \`${String(defaultValue)}\`)` : '';
  return row(
    flags,
    description + choicesOf(argChoices) + otherwise + (mandatory ? '; required' : ''),
  );
}

function choicesOf(words: readonly string[] = []): string {
  return words.length === 0 ? '' : `: ${words.map((word) => `\`${word}\``).join(', ')}`;
}

function row(term: string, description: string): string {
  // Each option is a word of its own, so that a phone can break the line between them.
  const words = term.split(/,? /).map((word) => `\`${word}\``);
  return `| ${words.join(' ')} | ${sentence(description)} |`;
}
