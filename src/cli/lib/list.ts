import type { Command } from 'commander';
import type { AdminOptions } from './admin-api.ts';
import { adminCommand, type Details } from './admin-command.ts';
import { type Context, printJson, say } from './context.ts';
import { wholeNumber } from './fields.ts';
import { printTable } from './table.ts';

/** The largest page of the server. */
const MAX_PAGE = 200;

export interface ListOptions extends AdminOptions {
  readonly limit: number;
  readonly all?: true;
  readonly find?: string;
}

/** A page of a list of the Admin API. */
export interface Page<Row> {
  readonly items: readonly Row[];
  readonly total: number;
  readonly next_cursor: string | null;
}

/**
 * Adds a command that lists resources.
 * @param parameters the query parameters in the contract; with `q`, the command has `--find`
 */
export function listCommand(
  family: Command,
  description: string,
  parameters: readonly string[],
): Command {
  const command = adminCommand(family, 'list', description)
    .option('--limit <count>', 'number of results', wholeNumber(), 50)
    .option('--all', 'list all');
  if (!parameters.includes('q')) return command;
  return command.option(
    '--find <text>',
    'only those that contain this text: at least 3 characters, or the beginning of a key',
  );
}

/** The query parameters of a page. */
export type PageQuery = { limit: number; cursor?: string; q?: string };
type Ask<Row> = (page: PageQuery) => Promise<Page<Row>>;

/**
 * Prints a list as a table, newest first.
 * @param columns the cell of each column, by heading
 * @param ask requests one page
 */
export function showList<Row>(
  context: Context,
  options: ListOptions,
  columns: Details<Row>,
  ask: Ask<Row>,
): Promise<void> {
  return show(context, options, ask, (items) => {
    const rows = items.map((item) => Object.values(columns).map((cell) => cell(item)));
    printTable(context, Object.keys(columns), rows);
  });
}

/** Prints the items of a list one by one, newest first. @param print prints one item */
export function showEach<Row>(
  context: Context,
  options: ListOptions,
  print: (row: Row) => void,
  ask: Ask<Row>,
): Promise<void> {
  return show(context, options, ask, (items) => items.forEach((item) => print(item)));
}

async function show<Row>(
  context: Context,
  { json, limit, all, find }: ListOptions,
  ask: Ask<Row>,
  print: (items: readonly Row[]) => void,
): Promise<void> {
  const wanted = all === true ? Infinity : limit;
  const items: Row[] = [];
  let total: number;
  let cursor: string | null = null;
  do {
    const page: Page<Row> = await ask({
      limit: Math.min(wanted - items.length, MAX_PAGE),
      ...(cursor !== null && { cursor }),
      ...(find !== undefined && { q: find }),
    });
    items.push(...page.items);
    ({ total, next_cursor: cursor } = page);
  } while (cursor !== null && items.length < wanted);

  if (json === true) return printJson(context, { items, total });
  if (items.length === 0) return say(context, 'No results.');
  print(items);
  if (cursor !== null) say(context, `${items.length} of ${total}; --all shows all.`);
}
