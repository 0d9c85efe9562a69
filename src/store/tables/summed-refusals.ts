import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { AuditEvent, Origin } from '../../rules/audit-event.ts';
import type { Schema } from '../schema.ts';

/** Milliseconds in which equal refusals share one entry. */
const MINUTE = 60_000;
const HOUR = 3_600_000;
/** Entries that one caller gets in an hour. Its further refusals are counted together. */
const MOST_ENTRIES = 1_000;

/** Equal for refusals that share an entry: the caller and hour, and a hash of minute and content. */
export interface RepeatKey {
  readonly summed_in: string;
  readonly summed_as: string;
}

/**
 * The key of a refusal. Address and request id do not count.
 * @param content what the event is about, and its details, as they are stored
 */
export function repeatKeyOf(
  origin: Origin,
  event: AuditEvent,
  content: unknown,
  now: Date,
): RepeatKey {
  const said = [event.action, event.code, origin.actorId, event.subject, content];
  return { summed_in: callerOf(origin, event, now), summed_as: digestOf(now, said) };
}

/** The key of refusals without an entry of their own: one for each action and code. */
export function othersKeyOf(origin: Origin, event: AuditEvent, now: Date): RepeatKey {
  const said = ['others', event.action, event.code];
  return { summed_in: callerOf(origin, event, now), summed_as: digestOf(now, said) };
}

/** Reduces a refusal to what is common to those without an entry of their own. */
export function withoutDetails(
  { actorKind, actorId }: Origin,
  event: AuditEvent,
): [Origin, AuditEvent] {
  const { action, outcome, code } = event;
  const detail = {
    message: `Further refusals, counted together: ${MOST_ENTRIES} of this hour have entries of their own.`,
  };
  const isPerson = actorKind === 'license_user';
  return [
    { actorKind, actorId: isPerson ? null : actorId, address: null, requestId: null },
    {
      action,
      outcome,
      detail,
      ...(code === undefined ? {} : { code }),
      // The customer account of the sign-in.
      subject: isPerson ? event.subject : undefined,
    },
  ];
}

/** Counts a repeat. @returns false when there is no entry to count it in */
export async function countRepeat(db: Kysely<Schema>, key: RepeatKey): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('audit_log')
    .set((eb) => ({ repeated: eb('repeated', '+', 1) }))
    .where('summed_in', '=', key.summed_in)
    .where('summed_as', '=', key.summed_as)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** True when a caller has used up its entries of this hour. */
export async function isHourFull(db: Kysely<Schema>, { summed_in }: RepeatKey): Promise<boolean> {
  const last = await db
    .selectFrom('audit_log')
    .select('summed_as')
    .where('summed_in', '=', summed_in)
    .limit(1)
    .offset(MOST_ENTRIES - 1)
    .executeTakeFirst();
  return last !== undefined;
}

/** For sign-ins, the customer account counts as the caller: people can claim any e-mail address. */
function callerOf({ actorKind, actorId }: Origin, { subject }: AuditEvent, now: Date): string {
  const id = actorKind === 'license_user' ? subject?.id : actorId;
  return `${actorKind} ${id ?? ''} ${Math.floor(now.getTime() / HOUR)}`;
}

function digestOf(now: Date, said: readonly unknown[]): string {
  const text = JSON.stringify([Math.floor(now.getTime() / MINUTE), ...said]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
