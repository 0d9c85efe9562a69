import { setTimeout } from 'node:timers/promises';
import type { Command } from 'commander';
import { fields, listParameters } from '../../../generated/fields.ts';
import type { components, operations } from '../../../generated/openapi.d.ts';
import type { AdminClient } from '../lib/admin-client.ts';
import { writeJson } from '../../terminal/write.ts';
import { answer } from '../lib/admin-api.ts';
import { entryColumns, lineOf, showEntry } from '../lib/audit-entries.ts';
import { withAdminClient } from '../lib/admin-command.ts';
import { type Context, print } from '../lib/context.ts';
import { addFieldOptions, type FieldOptions, readFieldOptions } from '../lib/field-options.ts';
import { omitUndefined, parseTime } from '../lib/fields.ts';
import { idBy } from '../lib/find-one.ts';
import { addFamilyExamples } from '../lib/help.ts';
import { findUser } from '../lib/find.ts';
import { listCommand, type ListOptions, type PageQuery, showEach, showList } from '../lib/list.ts';

type Schemas = components['schemas'];
type Query = NonNullable<operations['listAuditEntries']['parameters']['query']>;
type Entry = Schemas['AuditEntry'];

type Options = ListOptions & { follow?: true; detail?: true };

const { outcome, actor_kind, subject_kind } = fields.AuditEntry;

const filters: FieldOptions = {
  action: { flags: '--action <name>', help: 'only this action, such as activateLicense' },
  outcome: { flags: '--outcome <outcome>', help: 'only this outcome', choices: outcome.enum },
  actor_kind: {
    flags: '--actor-kind <kind>',
    help: 'only actions of this kind of actor',
    choices: actor_kind.enum,
  },
  actor_id: {
    flags: '--actor <id>',
    help: 'only actions of this actor: its ID, or an e-mail address',
  },
  subject_kind: {
    flags: '--subject-kind <kind>',
    help: 'only actions on this kind of subject',
    choices: subject_kind.enum,
  },
  subject_id: { flags: '--subject <id>', help: 'only actions on this subject', read: Number },
  code: { flags: '--code <code>', help: 'only refusals with this code' },
  email: {
    flags: '--email <address>',
    help: 'only entries about the user with this address',
  },
  license_user_id: {
    flags: '--user <user>',
    help: 'only entries about this license user, also under former addresses',
    read: idBy(findUser),
  },
  product: { flags: '--product <code>', help: 'only entries about this product' },
  license_key: {
    flags: '--license-key <key>',
    help: 'only entries about the license with this key',
  },
  hardware_id: {
    flags: '--hardware-id <id>',
    help: 'only entries about the device with this hardware ID',
  },
  request_id: { flags: '--request-id <id>', help: 'only entries of this request' },
  from: {
    flags: '--since <time>',
    help: 'only entries since this day or time, in UTC',
    parse: parseTime,
  },
  to: {
    flags: '--until <time>',
    help: 'only entries before this day or time, in UTC',
    parse: parseTime,
  },
};

/** Milliseconds between two requests with --follow. */
const FOLLOW_INTERVAL = 2_000;

/** `latchkey audit list`: what was changed, signed in to, activated, released and refused. */
export function addAudit(program: Command, context: Context): void {
  const family = program.command('audit').description('what happened, who did it, and from where');

  const list = listCommand(
    family,
    'list audit entries, newest first; times are UTC',
    listParameters.listAuditEntries,
  );
  addFieldOptions(list, filters, 'filter')
    .option('--detail', 'show all fields of each entry')
    .option('--follow', 'print new entries as they are written; with --json one line for each')
    .action(
      withAdminClient(context, async (api, options: Options) => {
        const given: Query = await readFieldOptions(filters, { ...options }, api);
        if (options.follow === true) return follow(context, api, options, given);
        const ask = (page: PageQuery) =>
          answer(api.GET('/admin/v1/audit', { params: { query: { ...page, ...given } } }));
        return options.detail === true
          ? showEach(context, options, (entry) => showEntry(context, entry), ask)
          : showList(context, options, entryColumns, ask);
      }),
    );

  addFamilyExamples(family, [
    ['latchkey audit list --email bob@acme.example --outcome refused --detail'],
    ['latchkey audit list --product demo --code license_expired --since 2026-11-01'],
    ['latchkey audit list --request-id 0b51f4e2-3f0e-4b52-9a0f-6a1f0c9de1aa --detail'],
    ['latchkey audit list --follow --json | jq .action'],
  ]);
}

/** Prints entries as they come, oldest first, until it is interrupted. */
async function follow(context: Context, api: AdminClient, options: Options, given: Query) {
  const page = async (cursor?: string) => {
    const query = { limit: 200, ...given, ...omitUndefined({ cursor }) };
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
      if (options.json === true) writeJson(context.stdout, entry);
      else if (options.detail === true) showEntry(context, entry);
      else print(context, lineOf(entry));
    }
    known = new Set([...fresh.map(({ id }) => id), ...known].slice(0, 1_000));
  }
}
