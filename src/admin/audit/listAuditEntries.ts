import type { components } from '../../../generated/openapi.d.ts';
import type { AuditEntry } from '../../rules/audit-event.ts';
import type { AdminOperation } from '../../contract/operation.ts';
import { pageOf, presentPage } from '../page.ts';
import { timeOf } from '../time-of.ts';

export const listAuditEntries: AdminOperation<'listAuditEntries'> = async (
  { store },
  { query },
) => {
  const page = await store.audit.list(
    {
      action: query.action,
      outcome: query.outcome,
      actorKind: query.actor_kind,
      actorId: query.actor_id,
      subjectKind: query.subject_kind,
      subjectId: query.subject_id,
      code: query.code,
      about: {
        email: query.email,
        licenseUserId: query.license_user_id,
        product: query.product,
        licenseKey: query.license_key,
        hardwareId: query.hardware_id,
      },
      requestId: query.request_id,
      from: timeOf(query.from, 'query.from'),
      to: timeOf(query.to, 'query.to'),
    },
    pageOf(query),
  );
  return { status: 200, body: presentPage(page, presentEntry) };
};

function presentEntry(entry: AuditEntry): components['schemas']['AuditEntry'] {
  return {
    id: entry.id,
    created_at: entry.createdAt.toISOString(),
    actor_kind: entry.actorKind,
    actor_id: entry.actorId,
    actor_name: entry.actorName,
    action: entry.action,
    outcome: entry.outcome,
    repeated: entry.repeated,
    code: entry.code ?? null,
    subject_kind: entry.subject?.kind ?? null,
    subject_id: entry.subject?.id ?? null,
    subject_name: entry.subjectName,
    email: entry.about.email ?? null,
    license_user_id: entry.about.licenseUserId ?? null,
    product: entry.about.product ?? null,
    license_key: entry.about.licenseKey ?? null,
    hardware_id: entry.about.hardwareId ?? null,
    address: entry.address,
    request_id: entry.requestId,
    detail: entry.detail,
  };
}
