import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { AuditEvent, Origin } from '../../rules/audit-event.ts';
import type { Schema } from '../schema.ts';

/** Milliseconds in which the same refusal has one entry. */
const MINUTE = 60_000;
/** Milliseconds in which one caller has so many entries of its own; other refusals are counted together. */
const HOUR = 3_600_000;
export const MOST_DIFFERENT = 1_000;

/** What a refusal is summed by: whoever is refused, in which hour; in which minute, and what it says. */
export interface Sum {
  readonly summed_in: string;
  readonly summed_as: string;
}

/**
 * @param kept what it is about, and its details, as they are kept
 * @returns equal for refusals that say the same: who asked, what for, why not, about whom and what. Address and request
 *   id do not count
 */
export function sumOf(origin: Origin, event: AuditEvent, kept: unknown, now: Date): Sum {
  const said = [event.action, event.code, origin.actorId, event.subject, kept];
  return { summed_in: callerOf(origin, event, now), summed_as: digestOf(now, said) };
}

/** The sum of those that have no entry of their own: one for each action and code, and those are few. */
export function sumOfOthers(origin: Origin, event: AuditEvent, now: Date): Sum {
  const said = ['others', event.action, event.code];
  return { summed_in: callerOf(origin, event, now), summed_as: digestOf(now, said) };
}

/** What stands in the entry of those. Nothing of them but why. */
export function othersOf({ actorKind, actorId }: Origin, event: AuditEvent): [Origin, AuditEvent] {
  const { action, outcome, code } = event;
  const detail = {
    message: `Others, counted together: ${MOST_DIFFERENT} of this hour have entries of their own.`,
  };
  const isPerson = actorKind === 'license_user';
  return [
    { actorKind, actorId: isPerson ? null : actorId, address: null, requestId: null },
    {
      action,
      outcome,
      detail,
      ...(code === undefined ? {} : { code }),
      // Who signs in does so to an account.
      subject: isPerson ? event.subject : undefined,
    },
  ];
}

/** Counts a repeat. @returns whether it was one */
export async function countRepeat(db: Kysely<Schema>, sum: Sum): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('audit_log')
    .set((eb) => ({ repeated: eb('repeated', '+', 1) }))
    .where('summed_in', '=', sum.summed_in)
    .where('summed_as', '=', sum.summed_as)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Whether a caller has as many entries in this hour as it may. */
export async function isFull(db: Kysely<Schema>, { summed_in }: Sum): Promise<boolean> {
  const last = await db
    .selectFrom('audit_log')
    .select('summed_as')
    .where('summed_in', '=', summed_in)
    .limit(1)
    .offset(MOST_DIFFERENT - 1)
    .executeTakeFirst();
  return last !== undefined;
}

/** A person who signs in is whoever they say they are: what counts is the account that they sign in to. */
function callerOf({ actorKind, actorId }: Origin, { subject }: AuditEvent, now: Date): string {
  const id = actorKind === 'license_user' ? subject?.id : actorId;
  return `${actorKind} ${id ?? ''} ${Math.floor(now.getTime() / HOUR)}`;
}

function digestOf(now: Date, said: readonly unknown[]): string {
  const text = JSON.stringify([Math.floor(now.getTime() / MINUTE), ...said]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
