import { setTimeout } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import type { components } from '../../generated/openapi.d.ts';
import type { AdminClient } from '../admin-client.ts';
import { answer } from './admin-api.ts';
import { asking } from './admin-command.ts';
import { type Context, print } from './context.ts';
import { given, parseTime } from './fields.ts';
import { addFamilyExamples } from './help.ts';
import { listCommand, type ListOptions, showList } from './list.ts';

type Schemas = components['schemas'];
type Entry = Schemas['AuditEntry'];

interface Filters {
  action?: string;
  outcome?: Entry['outcome'];
  actorKind?: Entry['actor_kind'];
  actor?: string;
  subjectKind?: Schemas['AuditSubjectKind'];
  subject?: string;
  from?: string;
  to?: string;
}

const ACTORS: Entry['actor_kind'][] = [
  ...(['admin_token', 'api_key', 'license_user', 'command_line', 'system'] as const),
];
const SUBJECTS: Schemas['AuditSubjectKind'][] = [
  ...(['product', 'customer_account', 'connection', 'customer', 'license', 'device'] as const),
  ...(['license_user', 'api_key', 'admin_token', 'key', 'import'] as const),
];
/** Milliseconds between two looks with --follow. */
const FOLLOW_INTERVAL = 2_000;

const columns = {
  Time: ({ created_at }: Entry) => created_at.slice(0, 19).replace('T', ' '),
  Who: ({ actor_kind, actor_id, actor_name }: Entry) => actor_name ?? actor_id ?? actor_kind,
  Action: ({ action }: Entry) => action,
  Outcome: ({ outcome, code }: Entry) => code ?? outcome,
  What: ({ subject_kind, subject_id }: Entry) =>
    subject_kind === null ? null : `${subject_kind} ${subject_id ?? ''}`,
  From: ({ address }: Entry) => address,
};

/** `latchkey audit list`: what was changed, signed in to, activated, released and refused. */
export function addAudit(program: Command, context: Context): void {
  const family = program.command('audit').description('what happened, who did it, and from where');

  listCommand(family, 'list what happened, newest first; times are UTC')
    .option('--action <name>', 'only this one, such as activateLicense')
    .addOption(new Option('--outcome <outcome>', 'only these').choices(['done', 'refused']))
    .addOption(new Option('--actor-kind <kind>', 'only what these did').choices(ACTORS))
    .option('--actor <id>', 'only what this one did: an id, or an e-mail address')
    .addOption(new Option('--subject-kind <kind>', 'only what happened to these').choices(SUBJECTS))
    .option('--subject <id>', 'only what happened to this one')
    .option('--from <time>', 'not before this day or time, in UTC', parseTime)
    .option('--to <time>', 'before this day or time, in UTC', parseTime)
    .option('--follow', 'go on with what happens from now; with --json a line for each')
    .action(
      asking(context, (api, options: ListOptions & Filters & { follow?: true }) => {
        if (options.follow === true) return follow(context, api, options);
        const filters = filtersOf(options);
        return showList(context, options, columns, (page) =>
          answer(api.GET('/admin/v1/audit', { params: { query: { ...page, ...filters } } })),
        );
      }),
    );

  addFamilyExamples(family, [
    ['latchkey audit list --outcome refused --from 2026-11-01'],
    ['latchkey audit list --actor alice@acme.example --limit 10'],
    ['latchkey audit list --subject-kind license --subject 1699349720166389'],
    ['latchkey audit list --follow --json | jq .action'],
  ]);
}

function filtersOf(options: Filters) {
  const { action, outcome, actorKind, actor, subjectKind, subject, from, to } = options;
  return given({
    ...{ action, outcome, actor_kind: actorKind, actor_id: actor, subject_kind: subjectKind },
    ...{ subject_id: subject === undefined ? undefined : Number(subject), from, to },
  });
}

/** Prints entries as they come, oldest first, until it is interrupted. */
async function follow(context: Context, api: AdminClient, options: ListOptions & Filters) {
  const filters = filtersOf(options);
  const page = async (cursor?: string) => {
    const query = { limit: 200, ...filters, ...given({ cursor }) };
    return answer(api.GET('/admin/v1/audit', { params: { query } }));
  };
  let known = new Set((await page()).items.map(({ id }) => id));
  for (;;) {
    await setTimeout(FOLLOW_INTERVAL);
    const fresh: Entry[] = [];
    let cursor: string | undefined;
    let reachedKnown: boolean;
    do {
      const { items, next_cursor } = await page(cursor);
      fresh.push(...items.filter(({ id }) => !known.has(id)));
      reachedKnown = items.some(({ id }) => known.has(id));
      cursor = next_cursor ?? undefined;
    } while (!reachedKnown && cursor !== undefined);
    for (const entry of fresh.toReversed()) {
      print(context, options.json === true ? JSON.stringify(entry) : lineOf(entry));
    }
    known = new Set([...fresh.map(({ id }) => id), ...known].slice(0, 1_000));
  }
}

function lineOf(entry: Entry): string {
  return Object.values(columns)
    .map((cell) => cell(entry) ?? '-')
    .join('  ');
}
