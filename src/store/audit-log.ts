import type { Kysely, Selectable } from 'kysely';
import type { AuditEntry, AuditEvent, Origin } from '../audit.ts';
import { newId } from '../new-id.ts';
import { equal, type Page, type PageRequest, readPage } from './pages.ts';
import type { Schema } from './schema.ts';

/** Which entries are meant; what is undefined does not matter. */
export interface AuditFilter {
  readonly action?: string | undefined;
  readonly outcome?: string | undefined;
  readonly actorKind?: string | undefined;
  readonly actorId?: string | undefined;
  readonly subjectKind?: string | undefined;
  readonly subjectId?: number | undefined;
  readonly from?: Date | undefined;
  /** Exclusive. */
  readonly to?: Date | undefined;
}

export function auditLog(db: Kysely<Schema>) {
  return {
    /** Adds an entry. Call it in the transaction of what it tells of. */
    async record(origin: Origin, event: AuditEvent, now: Date): Promise<void> {
      await db
        .insertInto('audit_log')
        .values({
          id: newId(),
          created_at: now.getTime(),
          actor_kind: origin.actorKind,
          actor_id: origin.actorId,
          action: event.action,
          outcome: event.outcome,
          code: event.code ?? null,
          subject_kind: event.subject?.kind ?? null,
          subject_id: event.subject?.id ?? null,
          address: origin.address,
          request_id: origin.requestId,
          detail: JSON.stringify(event.detail ?? {}),
        })
        .execute();
    },

    async list(filter: AuditFilter, page: PageRequest): Promise<Page<AuditEntry>> {
      const { action, outcome, actorKind, actorId, subjectKind, subjectId, from, to } = filter;
      const found = await readPage(
        db,
        'audit_log',
        (eb) => [
          ...equal(eb, { action, outcome, actor_kind: actorKind, actor_id: actorId }),
          ...equal(eb, { subject_kind: subjectKind, subject_id: subjectId }),
          ...(from === undefined ? [] : [eb('created_at', '>=', from.getTime())]),
          ...(to === undefined ? [] : [eb('created_at', '<', to.getTime())]),
        ],
        page,
      );
      return { ...found, items: found.items.map(toEntry) };
    },
  };
}

function toEntry(row: Selectable<Schema['audit_log']>): AuditEntry {
  const { subject_kind: kind, subject_id: id } = row;
  return {
    id: row.id,
    createdAt: new Date(row.created_at),
    actorKind: row.actor_kind as AuditEntry['actorKind'],
    actorId: row.actor_id,
    action: row.action,
    outcome: row.outcome as AuditEntry['outcome'],
    ...(row.code === null ? {} : { code: row.code as NonNullable<AuditEntry['code']> }),
    ...(kind === null || id === null
      ? {}
      : { subject: { kind: kind as NonNullable<AuditEntry['subject']>['kind'], id } }),
    address: row.address,
    requestId: row.request_id,
    detail: JSON.parse(row.detail) as Record<string, unknown>,
  };
}
