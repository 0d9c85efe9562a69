import type { components } from '../../../generated/openapi.d.ts';
import { styled, type Styled } from '../../terminal/styled.ts';
import { type Context, print } from './context.ts';
import { printDetails } from './table.ts';

type Entry = components['schemas']['AuditEntry'];

const APPLICATIONS: readonly Entry['actor_kind'][] = ['api_key', 'oauth_client'];

/** The columns of the list. */
export const entryColumns = {
  Time: ({ created_at }: Entry) => created_at.slice(0, 19).replace('T', ' '),
  // For requests of an application, the user that it names, if any.
  Who: ({ actor_kind, actor_id, actor_name, email }: Entry) =>
    (APPLICATIONS.includes(actor_kind) ? email : null) ?? actor_name ?? actor_id ?? actor_kind,
  Action: ({ action }: Entry) => action,
  Outcome: ({ outcome, code, repeated }: Entry) =>
    coloured(outcome, (code ?? outcome) + (repeated === 0 ? '' : `, ${repeated + 1} times`)),
  What: whatOf,
  From: ({ address }: Entry) => address,
};

/** The rows of an entry with --detail. */
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
  User: ({ email }: Entry) => email,
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

/** What an entry is about, by name where there is one. */
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

/** Prints all fields of an entry, followed by an empty line. */
export function showEntry(context: Context, entry: Entry): void {
  const known = Object.entries(details).map(([name, of]) => [name, of(entry)] as const);
  const more = Object.entries(entry.detail).map(([name, value]) => [name, value] as const);
  const lines = [...known, ...more];
  printDetails(
    context,
    lines.filter(([, value]) => value !== null && value !== undefined && value !== ''),
  );
  print(context);
}

/** An entry as one line with the columns of the list. */
export function lineOf(entry: Entry) {
  return Object.values(entryColumns).flatMap((cell, index) => [
    index === 0 ? '' : '  ',
    cell(entry) ?? '-',
  ]);
}
