import type { Selectable } from 'kysely';
import type { Terms } from '../../rules/issued-license.ts';
import type { CustomField } from '../../rules/license.ts';
import type { Schema } from '../schema.ts';

/** The columns of the terms of a license. */
export function termsColumns(terms: Terms) {
  return {
    customer_id: terms.customerId,
    order_store_id: terms.orderStoreId,
    license_type: terms.type,
    is_trial: Number(terms.isTrial),
    enabled: Number(terms.enabled),
    valid_until: terms.validUntil?.getTime() ?? null,
    maintenance_until: terms.maintenanceUntil?.getTime() ?? null,
    grace_hours: terms.graceHours,
    max_activations: terms.maxActivations,
    max_transfers: terms.maxTransfers,
    max_license_users: terms.maxLicenseUsers,
    custom_fields: JSON.stringify(terms.customFields),
    metadata: JSON.stringify(terms.metadata),
    note: terms.note,
  };
}

/** The terms of a license, from a row of `licenses`. */
export function toTerms(row: Selectable<Schema['licenses']>): Terms {
  return {
    customerId: row.customer_id,
    orderStoreId: row.order_store_id,
    type: row.license_type as Terms['type'],
    isTrial: row.is_trial === 1,
    enabled: row.enabled === 1,
    validUntil: toDate(row.valid_until),
    maintenanceUntil: toDate(row.maintenance_until),
    graceHours: row.grace_hours,
    maxActivations: row.max_activations,
    maxTransfers: row.max_transfers,
    maxLicenseUsers: row.max_license_users,
    customFields: JSON.parse(row.custom_fields) as CustomField[],
    metadata: JSON.parse(row.metadata) as Record<string, unknown>,
    note: row.note,
  };
}

function toDate(time: number | null): Date | null {
  return time === null ? null : new Date(time);
}
