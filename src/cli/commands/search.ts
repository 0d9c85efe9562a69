import { type Command, InvalidArgumentError, Option } from 'commander';
import type { components } from '../../../generated/openapi.d.ts';
import { type AdminOptions, answer } from '../lib/admin-api.ts';
import { adminCommand, withAdminClient } from '../lib/admin-command.ts';
import { type Context, printJson, say } from '../lib/context.ts';
import { omitUndefined, wholeNumber } from '../lib/fields.ts';
import { addExamples } from '../lib/help.ts';
import { printTable } from '../lib/table.ts';

type Schemas = components['schemas'];
type Kind = Schemas['SearchKind'];

const KINDS: Kind[] = [
  ...(['license_user', 'customer', 'customer_account', 'license', 'device'] as const),
  ...(['product', 'bundle', 'api_key', 'oauth_client'] as const),
];
/** The maximum of the contract. */
const MOST = 50;

const columns = {
  Kind: ({ kind }: Schemas['SearchMatch']) => kind.replaceAll('_', ' '),
  ID: ({ id }: Schemas['SearchMatch']) => id,
  Name: ({ name }: Schemas['SearchMatch']) => name,
  Description: ({ description, license_id: license }: Schemas['SearchMatch']) =>
    [description, license === null ? '' : `of license ${license}`].filter(Boolean).join(', '),
};

interface Options extends AdminOptions {
  kind?: Kind;
  limit: number;
}

/** `latchkey find <text>`: finds everything whose name contains the text. */
export function addFind(program: Command, context: Context): void {
  const find = adminCommand(
    program,
    'find',
    'find people, customers, licenses, devices and more by a part of their names',
  )
    .argument('<text>', 'at least 3 characters of a name, or the beginning of a key')
    .addOption(new Option('--kind <kind>', 'only results of this kind').choices(KINDS))
    .option('--limit <count>', `results of each kind, at most ${MOST}`, parseMost, 10)
    .action(
      withAdminClient(context, async (api, { kind, limit, json }: Options, q = '') => {
        const query = { q, limit, ...omitUndefined({ kind }) };
        const { items, more } = await answer(api.GET('/admin/v1/search', { params: { query } }));
        if (json === true) return printJson(context, { items, more });
        if (items.length === 0)
          return say(
            context,
            'Nothing was found. The text must be part of a name, or the beginning of a key.',
          );
        const rows = items.map((item) => Object.values(columns).map((cell) => cell(item)));
        printTable(context, Object.keys(columns), rows);
        if (more.length === 0) return;
        const kinds = more.map((one) => one.replaceAll('_', ' ')).join(', ');
        say(context, `There are more results: ${kinds}. Use a longer text, or --limit ${MOST}.`);
      }),
    );
  addExamples(find, [
    ["latchkey find 'Kunde 007'", 'a company, and what belongs to it'],
    ['latchkey find bob@', 'a customer or a license user'],
    ['latchkey find FUH3-4E --kind license', 'a license, by the beginning of its key'],
  ]);
}

function parseMost(text: string): number {
  const count = wholeNumber()(text);
  if (count <= MOST) return count;
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${MOST}.`);
}
