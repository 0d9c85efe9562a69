import type { EventEmitter } from 'node:events';
import { stripVTControlCharacters } from 'node:util';
import type { Argument, Command, Option } from 'commander';
import { createProgram } from '../../src/cli/program.ts';
import { prose, sentence } from './prose.ts';

/** The command line, for what can be read of it. */
export function readProgram(): Command {
  const { stdin, stdout, stderr } = process;
  return createProgram({ env: {}, stdin, stdout, stderr });
}

/** A table of the families, each leading to its commands, under headings that say where they work. */
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

/** A page of the site that is made from the source alone. */
export interface MadePage {
  readonly name: string;
  readonly label: string;
  readonly markdown: string;
}

/** A page for each family: every command with its arguments, options and examples. */
export function renderFamilyPages(program: Command): MadePage[] {
  return visible(program).map((family) => {
    const commands = visible(family);
    const asks = [family, ...commands].some((one) => visibleOptions(one).some(isCommon));
    const parts = [
      `# ${familyPathOf(family).join(' ')}`,
      sentence(family.description()),
      renderUsage(family),
      ...renderParts(family),
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
  'They name the server to ask, and how. See [Where commands work](command-line.html#where-commands-work).';

/** How a family without commands of its own is called. */
function renderUsage(family: Command): string {
  if (visible(family).length > 0) return '';
  return `\`\`\`sh usage\n${pathOf(family).join(' ')}\n\`\`\``;
}

/** The arguments and options of a command, and what its help says after them. */
function renderParts(command: Command): string[] {
  const rows = [
    ...command.registeredArguments.filter(explains).map(argumentRow),
    ...visibleOptions(command)
      .filter((option) => !isCommon(option))
      .map(optionRow),
  ];
  return [...(rows.length > 0 ? [table(rows)] : []), ...renderHelpAfter(command)];
}

/** What stands below the options in `--help`: examples as code, the rest as text. */
function renderHelpAfter(command: Command): string[] {
  let text = '';
  // As commander itself writes it; its types leave out that a command is an emitter.
  const emitter = command as unknown as EventEmitter;
  emitter.emit('afterHelp', { command, write: (part: string) => (text += part) });
  return blocksOf(stripVTControlCharacters(text)).map(renderBlock);
}

/** Lines that stand together and are set in, or are not. */
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

/** Lines that are set in are code, others are text. */
function renderBlock(block: string): string {
  if (block.startsWith(' ')) return `\`\`\`text\n${block.replaceAll(/^ {2}/gm, '')}\n\`\`\``;
  const line = block.replaceAll('\n', ' ');
  return line.endsWith(':') ? `**${prose(line)}**` : sentence(line);
}

/** What every command takes that asks a server. */
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

/** Those of its own: every command explains itself with `--help`. */
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
  // What is on unless told otherwise, its name says: --no-….
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
  // Words of their own, so that a phone can break between them.
  const words = term.split(/,? /).map((word) => `\`${word}\``);
  return `| ${words.join(' ')} | ${sentence(description)} |`;
}
