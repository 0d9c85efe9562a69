import { setTimeout } from 'node:timers/promises';
import type { Command } from 'commander';
import { fields, listParameters } from '../../../generated/fields.ts';
import type { components, operations } from '../../../generated/openapi.d.ts';
import type { AdminClient } from '../lib/admin-client.ts';
import { styled, type Styled } from '../../terminal/styled.ts';
import { writeJson } from '../../terminal/write.ts';
import { answer } from '../lib/admin-api.ts';
import { withAdminClient } from '../lib/admin-command.ts';
import { type Context, print } from '../lib/context.ts';
import { addFieldOptions, type FieldOptions, readFieldOptions } from '../lib/field-options.ts';
import { omitUndefined, parseTime } from '../lib/fields.ts';
import { idBy } from '../lib/find-one.ts';
import { addFamilyExamples } from '../lib/help.ts';
import { findUser } from '../lib/find.ts';
import { listCommand, type ListOptions, type PageQuery, showEach, showList } from '../lib/list.ts';
import { printDetails } from '../lib/table.ts';

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
    help: 'only what this one did: an id, or an e-mail address',
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
    help: 'only what this person did, or what concerned them',
  },
  license_user_id: {
    flags: '--user <user>',
    help: 'only what concerned this license user, also under other addresses',
    read: idBy(findUser),
  },
  product: { flags: '--product <code>', help: 'only what concerned this product' },
  license_key: {
    flags: '--license-key <key>',
    help: 'only what concerned the license with this key',
  },
  hardware_id: {
    flags: '--hardware-id <id>',
    help: 'only what concerned the device that the application calls so',
  },
  request_id: { flags: '--request-id <id>', help: 'only what came of this request' },
  from: {
    flags: '--since <time>',
    help: 'not before this day or time, in UTC',
    parse: parseTime,
  },
  to: { flags: '--until <time>', help: 'before this day or time, in UTC', parse: parseTime },
};

/** Milliseconds between two looks with --follow. */
const FOLLOW_INTERVAL = 2_000;

const columns = {
  Time: ({ created_at }: Entry) => created_at.slice(0, 19).replace('T', ' '),
  // An application asks for a person, where it says for whom.
  Who: ({ actor_kind, actor_id, actor_name, email }: Entry) =>
    (actor_kind === 'api_key' ? email : null) ?? actor_name ?? actor_id ?? actor_kind,
  Action: ({ action }: Entry) => action,
  Outcome: ({ outcome, code, repeated }: Entry) =>
    coloured(outcome, (code ?? outcome) + (repeated === 0 ? '' : `, ${repeated + 1} times`)),
  What: whatOf,
  From: ({ address }: Entry) => address,
};

/** All there is of one. */
const details = {
  Time: ({ created_at }: Entry) => created_at.slice(0, 23).replace('T', ' '),
  Action: ({ action }: Entry) => action,
  Outcome: ({ outcome }: Entry) => coloured(outcome, outcome),
  Code: ({ code }: Entry) => code,
  Repeated: ({ repeated }: Entry) =>
    repeated === 0 ? null : `${repeated + 1} times within the minute`,
  By: ({ actor_kind, actor_id, actor_name }: Entry) =>
    [actor_kind.replaceAll('_', ' '), actor_name, actor_id]
      .filter((part) => part !== null)
      .join(' '),
  Person: ({ email }: Entry) => email,
  'License user': ({ license_user_id }: Entry) => license_user_id,
  Product: ({ product }: Entry) => product,
  'License key': ({ license_key }: Entry) => license_key,
  'Hardware id': ({ hardware_id }: Entry) => hardware_id,
  Subject: ({ subject_kind, subject_id, subject_name }: Entry) =>
    [subject_kind?.replaceAll('_', ' '), subject_name, subject_id].filter(Boolean).join(' '),
  From: ({ address }: Entry) => address,
  'Request id': ({ request_id }: Entry) => request_id,
};

function coloured(outcome: Entry['outcome'], text: string): Styled {
  return styled(outcome === 'refused' ? 'red' : 'green', text);
}

/** What it was about, by the name that people have for it. */
function whatOf({ subject_kind, subject_id, subject_name, product, license_key }: Entry) {
  const subject =
    subject_kind === null
      ? license_key && `license ${license_key}`
      : `${subject_kind.replaceAll('_', ' ')} ${subject_name ?? subject_id ?? ''}`;
  if (subject === null || product === null || subject_kind === 'product') {
    return subject ?? (product && `product ${product}`);
  }
  return `${subject}, ${product}`;
}

/** `latchkey audit list`: what was changed, signed in to, activated, released and refused. */
export function addAudit(program: Command, context: Context): void {
  const family = program.command('audit').description('what happened, who did it, and from where');

  const list = listCommand(
    family,
    'list audit entries, newest first; times are UTC',
    listParameters.listAuditEntries,
  );
  addFieldOptions(list, filters, 'filter')
    .option('--detail', 'show all there is of each')
    .option('--follow', 'go on with what happens from now; with --json a line for each')
    .action(
      withAdminClient(context, async (api, options: Options) => {
        const given: Query = await readFieldOptions(filters, { ...options }, api);
        if (options.follow === true) return follow(context, api, options, given);
        const ask = (page: PageQuery) =>
          answer(api.GET('/admin/v1/audit', { params: { query: { ...page, ...given } } }));
        return options.detail === true
          ? showEach(context, options, (entry) => showEntry(context, entry), ask)
          : showList(context, options, columns, ask);
      }),
    );

  addFamilyExamples(family, [
    ['latchkey audit list --email bob@acme.example --outcome refused --detail'],
    ['latchkey audit list --product demo --code license_expired --since 2026-11-01'],
    ['latchkey audit list --request-id 0b51f4e2-3f0e-4b52-9a0f-6a1f0c9de1aa --detail'],
    ['latchkey audit list --follow --json | jq .action'],
  ]);
}

/** Prints all there is of an entry, with an empty line beneath. */
function showEntry(context: Context, entry: Entry): void {
  const known = Object.entries(details).map(([name, of]) => [name, of(entry)] as const);
  const more = Object.entries(entry.detail).map(([name, value]) => [name, value] as const);
  const lines = [...known, ...more];
  printDetails(
    context,
    lines.filter(([, value]) => value !== null && value !== undefined && value !== ''),
  );
  print(context);
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

function lineOf(entry: Entry) {
  return Object.values(columns).flatMap((cell, index) => [
    index === 0 ? '' : '  ',
    cell(entry) ?? '-',
  ]);
}
