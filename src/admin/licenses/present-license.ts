import type { components } from '../../../generated/openapi.d.ts';
import type { AssignedUser, IssuedLicense } from '../../rules/issued-license.ts';
import { isExpired } from '../../rules/license.ts';
import type { Stored } from '../../store/stored.ts';

type Schemas = components['schemas'];

/** A license as the vendor sees it. @param users who is assigned; not in lists */
export function presentLicense(
  license: Stored<IssuedLicense>,
  now: Date,
  users?: readonly AssignedUser[],
): Schemas['AdminLicense'] {
  return {
    id: license.id,
    product_id: license.productId,
    product_code: license.productCode,
    customer_id: license.customerId,
    customer_email: license.customerEmail,
    customer_company_name: license.customerCompanyName,
    order_store_id: license.orderStoreId,
    license_key: license.licenseKey,
    license_type: license.type,
    is_trial: license.isTrial,
    is_expired: isExpired(license, now),
    enabled: license.enabled,
    valid_until: license.validUntil?.toISOString() ?? null,
    maintenance_until: license.maintenanceUntil?.toISOString() ?? null,
    grace_hours: license.graceHours,
    max_activations: license.maxActivations,
    times_activated: license.timesActivated,
    max_transfers: license.maxTransfers,
    transfer_count: license.transferCount,
    max_license_users: license.maxLicenseUsers,
    user_count: license.userCount,
    ...(users === undefined ? {} : { users: users.map(presentAssignment) }),
    custom_fields: [...license.customFields],
    metadata: license.metadata,
    note: license.note,
    created_at: license.createdAt.toISOString(),
    updated_at: license.updatedAt.toISOString(),
  };
}

function presentAssignment(user: AssignedUser): Schemas['AdminAssignment'] {
  return {
    license_user_id: user.licenseUserId,
    email: user.email,
    max_activations: user.maxActivations,
    total_activations: user.totalActivations,
  };
}
