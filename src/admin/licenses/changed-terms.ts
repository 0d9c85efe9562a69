import type { components } from '../../../generated/openapi.d.ts';
import type { Terms } from '../../rules/issued-license.ts';
import type { TimeZone } from '../../rules/time-zone.ts';
import { endOf } from '../time-of.ts';

/**
 * The terms that a body names, over those there are.
 * @param timeZone whose days count where a date is named
 * @throws ApiError validation_error for a time that no calendar has
 */
export function changedTerms(
  body: components['schemas']['LicenseChanges'],
  before: Terms,
  timeZone: TimeZone,
): Terms {
  const validUntil = endOf(body.valid_until, 'body.valid_until', timeZone);
  const maintenanceUntil = endOf(body.maintenance_until, 'body.maintenance_until', timeZone);
  // null says something of these: no customer, no end, no limit.
  const or = <T>(named: T | undefined, kept: T): T => (named === undefined ? kept : named);
  return {
    customerId: or(body.customer_id, before.customerId),
    orderStoreId: body.order_store_id ?? before.orderStoreId,
    type: body.license_type ?? before.type,
    isTrial: body.is_trial ?? before.isTrial,
    enabled: body.enabled ?? before.enabled,
    validUntil: or(validUntil, before.validUntil),
    maintenanceUntil: or(maintenanceUntil, before.maintenanceUntil),
    graceHours: body.grace_hours ?? before.graceHours,
    maxActivations: or(body.max_activations, before.maxActivations),
    maxTransfers: body.max_transfers ?? before.maxTransfers,
    maxLicenseUsers: or(body.max_license_users, before.maxLicenseUsers),
    customFields: body.custom_fields ?? before.customFields,
    metadata: body.metadata ?? before.metadata,
    note: body.note ?? before.note,
  };
}
