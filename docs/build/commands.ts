import type { Argument, Command, Option } from 'commander';
import { createProgram } from '../../src/cli/program.ts';
import { slugOf } from './html.ts';
import { sentence } from './prose.ts';

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
        `| [\`${family.name()}\`](#${anchorOf(family)}) | ${sentence(family.description())} |`,
    );
    return `**${group.replace(/:$/, '')}**\n\n| | |\n| --- | --- |\n${rows.join('\n')}`;
  });
  return tables.join('\n\n');
}

/** Every command with its arguments and options, family by family. */
export function renderCommands(program: Command): string {
  return visible(program)
    .flatMap((family) => [
      renderCommand(family, '###'),
      ...visible(family).map((command) => renderCommand(command, '####')),
    ])
    .join('\n\n');
}

/** What every command takes that asks a server. */
export function renderCommonOptions(program: Command): string {
  const all = visible(program).flatMap(visible).flatMap(visibleOptions).filter(isCommon);
  const byName = new Map(all.map((option) => [option.flags, option]));
  return table([...byName.values()].map(optionRow));
}

function renderCommand(command: Command, heading: string): string {
  const rows = [
    ...command.registeredArguments.filter(explains).map(argumentRow),
    ...visibleOptions(command)
      .filter((option) => !isCommon(option))
      .map(optionRow),
  ];
  return [
    `${heading} \`${pathOf(command).join(' ')}\``,
    ...[sentence(command.description())],
    ...(rows.length > 0 ? [table(rows)] : []),
  ].join('\n\n');
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

/** Where the heading of a family stands. */
function anchorOf(family: Command): string {
  return slugOf(pathOf(family).join(' '));
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
