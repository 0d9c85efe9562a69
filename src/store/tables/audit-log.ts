import { type Kysely, type Selectable, sql, type SqlBool } from 'kysely';
import type { About } from '../../rules/about.ts';
import type { AuditEntry, AuditEvent, Origin } from '../../rules/audit-event.ts';
import { normalizeLicenseKey } from '../../rules/license-key.ts';
import { LONGEST_EMAIL } from '../../rules/license-user.ts';
import { newId } from '../../rules/ids.ts';
import { namesOf, type Names } from './audit-names.ts';
import { storableDetail, storableEmail, storableText } from '../storable-text.ts';
import { compiled } from '../compiled.ts';
import { equal, type Page, type PageRequest, readPage } from '../pages.ts';
import type { Schema } from '../schema.ts';
import {
  countRepeat,
  isHourFull,
  othersKeyOf,
  type RepeatKey,
  repeatKeyOf,
  withoutDetails,
} from './summed-refusals.ts';

/** Filters; undefined means any. */
export interface AuditFilter {
  readonly action?: string | undefined;
  readonly outcome?: string | undefined;
  readonly actorKind?: string | undefined;
  readonly actorId?: string | undefined;
  readonly subjectKind?: string | undefined;
  readonly subjectId?: number | undefined;
  readonly code?: string | undefined;
  readonly about?: About | undefined;
  readonly requestId?: string | undefined;
  readonly from?: Date | undefined;
  /** Exclusive. */
  readonly to?: Date | undefined;
}

export function auditLog(db: Kysely<Schema>) {
  /** Adds the entry, or counts a repeat when another server has just added it. */
  async function insertOrCount(row: ReturnType<typeof rowOf>, key: RepeatKey): Promise<void> {
    await db
      .insertInto('audit_log')
      .values({ ...row, ...key })
      .onConflict((conflict) =>
        conflict
          .columns(['summed_in', 'summed_as'])
          .where('summed_in', 'is not', null)
          .doUpdateSet((eb) => ({ repeated: eb('audit_log.repeated', '+', 1) })),
      )
      .execute();
  }

  return {
    /** Adds an entry. Call it in the transaction of the event. */
    async record(origin: Origin, event: AuditEvent, now: Date): Promise<void> {
      await insertEntry(db, rowOf(origin, event, now));
    },

    /**
     * Adds an entry for a refusal, or counts it as a repeat of the same refusal in the same minute. So a caller that
     * repeats one request adds one entry a minute, and a caller with ever new requests a thousand an hour.
     * @param complete looks up more of what the event is about; called when the refusal gets an entry of its own
     */
    async recordRefusal(
      origin: Origin,
      event: AuditEvent,
      now: Date,
      complete: () => Promise<About> = () => Promise.resolve(event.about ?? {}),
    ): Promise<void> {
      const content = [aboutColumns(event.about ?? {}), storableDetail(event.detail ?? {})];
      const own = repeatKeyOf(origin, event, content, now);
      if (await countRepeat(db, own)) return;
      if (await isHourFull(db, own)) {
        const [others, counted] = withoutDetails(origin, event);
        return insertOrCount(rowOf(others, counted, now), othersKeyOf(origin, event, now));
      }
      await insertOrCount(rowOf(origin, { ...event, about: await complete() }, now), own);
    },

    async list(filter: AuditFilter, page: PageRequest): Promise<Page<AuditEntry>> {
      const { action, outcome, actorKind, actorId, subjectKind, subjectId, from, to } = filter;
      const { code, requestId, about = {} } = filter;
      const found = await readPage(
        db,
        'audit_log',
        (eb) => [
          ...equal(eb, { action, outcome, actor_kind: actorKind, actor_id: actorId }),
          ...equal(eb, { subject_kind: subjectKind, subject_id: subjectId }),
          ...equal(eb, { code, request_id: requestId, ...filterAbout(about) }),
          ...(from === undefined ? [] : [eb('created_at', '>=', from.getTime())]),
          ...(to === undefined ? [] : [eb('created_at', '<', to.getTime())]),
        ],
        page,
      );
      const names = await namesOf(db, found.items);
      return { ...found, items: found.items.map((row) => toEntry(row, names)) };
    },

    /**
     * Deletes the oldest entries.
     * @param before only entries written before this time
     * @param most the largest number of entries to delete
     * @returns the number of deleted entries
     */
    async deleteOldest(before: Date, most: number): Promise<number> {
      const last = await db
        .selectFrom('audit_log')
        .select(['created_at', 'id'])
        .where('created_at', '<', before.getTime())
        .orderBy('created_at')
        .orderBy('id')
        .limit(1)
        .offset(most - 1)
        .executeTakeFirst();
      // A range of the index. For a list of ids, PostgreSQL might read the whole log.
      const { numDeletedRows } = await db
        .deleteFrom('audit_log')
        .where((eb) =>
          last === undefined
            ? eb('created_at', '<', before.getTime())
            : sql<SqlBool>`(created_at, id) <= (${last.created_at}, ${last.id})`,
        )
        .executeTakeFirstOrThrow();
      return Number(numDeletedRows);
    },
  };
}

type Row = Selectable<Schema['audit_log']>;

const insertEntry = compiled((db, row: ReturnType<typeof rowOf>) =>
  db.insertInto('audit_log').values(row),
);

function rowOf(origin: Origin, event: AuditEvent, now: Date) {
  return {
    id: newId(),
    created_at: now.getTime(),
    actor_kind: origin.actorKind,
    actor_id: storableText(origin.actorId, LONGEST_EMAIL),
    action: event.action,
    outcome: event.outcome,
    code: event.code ?? null,
    subject_kind: event.subject?.kind ?? null,
    subject_id: event.subject?.id ?? null,
    ...aboutColumns(event.about ?? {}),
    address: origin.address,
    request_id: origin.requestId,
    detail: storableDetail(event.detail ?? {}),
  };
}

/** The columns of `About`, cut to what is stored. */
function aboutColumns({ email, licenseUserId, product, licenseKey, hardwareId }: About) {
  return {
    email: email === undefined ? null : storableEmail(email),
    license_user_id: licenseUserId ?? null,
    product: storableText(product, 128),
    license_key:
      licenseKey === undefined ? null : storableText(normalizeLicenseKey(licenseKey), 64),
    hardware_id: storableText(hardwareId, 256),
  };
}

function filterAbout(about: About) {
  const kept = Object.entries(aboutColumns(about)).filter(([, value]) => value !== null);
  return Object.fromEntries(kept) as Partial<Record<keyof ReturnType<typeof aboutColumns>, string>>;
}

function toEntry(row: Row, names: Names): AuditEntry {
  const { subject_kind: kind, subject_id: id } = row;
  return {
    id: row.id,
    createdAt: new Date(row.created_at),
    actorKind: row.actor_kind as AuditEntry['actorKind'],
    actorId: row.actor_id,
    actorName: names.get(`${row.actor_kind} ${row.actor_id ?? ''}`) ?? null,
    subjectName: names.get(`${kind ?? ''} ${id ?? ''}`) ?? null,
    action: row.action,
    outcome: row.outcome as AuditEntry['outcome'],
    ...(row.code === null ? {} : { code: row.code as NonNullable<AuditEntry['code']> }),
    ...(kind === null || id === null
      ? {}
      : { subject: { kind: kind as NonNullable<AuditEntry['subject']>['kind'], id } }),
    about: {
      email: row.email ?? undefined,
      licenseUserId: row.license_user_id ?? undefined,
      product: row.product ?? undefined,
      licenseKey: row.license_key ?? undefined,
      hardwareId: row.hardware_id ?? undefined,
    },
    address: row.address,
    requestId: row.request_id,
    detail: JSON.parse(row.detail) as Record<string, unknown>,
    repeated: row.repeated,
  };
}
