import type { Selectable } from 'kysely';
import type { Assignment, Candidate, CustomField, Customer, License } from '../../rules/license.ts';
import type { Schema } from '../schema.ts';

type Nullable<T> = { [Key in keyof T]: T[Key] | null };

/** A row of `licenses` with joined columns. Prefixes name the table that a column comes from. */
export type CandidateRow = Selectable<Schema['licenses']> &
  Nullable<
    Pick<
      Selectable<Schema['customers']>,
      'company_name' | 'reference' | 'phone' | 'city' | 'postcode' | 'state' | 'country' | 'address'
    >
  > & {
    customer_email: string | null;
    customer_first_name: string | null;
    customer_last_name: string | null;
    customer_metadata: string | null;
    customer_account_code: string | null;
    user_id: number | null;
    user_email: string | null;
    user_first_name: string | null;
    user_last_name: string | null;
    user_phone_number: string | null;
    user_is_initial_password: number | null;
    user_max_activations: number | null;
    user_total_activations: number | null;
    device_id: number | null;
    device_active: number | null;
    device_vacated: number | null;
    device_license_user_id: number | null;
    device_last_seen_at: number | null;
  };

export function toCandidate(row: CandidateRow): Candidate {
  return {
    license: toLicense(row),
    device:
      row.device_id === null
        ? undefined
        : {
            id: row.device_id,
            licenseId: row.id,
            active: row.device_active === 1,
            vacated: row.device_vacated === 1,
            licenseUserId: row.device_license_user_id,
            lastSeenAt: row.device_last_seen_at === null ? null : new Date(row.device_last_seen_at),
          },
  };
}

function toLicense(row: CandidateRow): License {
  return {
    id: row.id,
    orderStoreId: row.order_store_id,
    licenseKey: row.license_key,
    assignment: toAssignment(row),
    type: row.license_type as License['type'],
    isTrial: row.is_trial === 1,
    enabled: row.enabled === 1,
    validUntil: toDate(row.valid_until),
    maintenanceUntil: toDate(row.maintenance_until),
    graceHours: row.grace_hours,
    maxActivations: row.max_activations,
    timesActivated: row.times_activated,
    maxTransfers: row.max_transfers,
    transferCount: row.transfer_count,
    vacatedSeats: row.vacated_seats,
    maxLicenseUsers: row.max_license_users,
    customFields: JSON.parse(row.custom_fields) as CustomField[],
    metadata: JSON.parse(row.metadata) as Record<string, unknown>,
    customer: toCustomer(row),
  };
}

function toAssignment(row: CandidateRow): Assignment | null {
  if (row.user_id === null) return null;
  return {
    licenseUserId: row.user_id,
    email: row.user_email ?? '',
    firstName: row.user_first_name ?? '',
    lastName: row.user_last_name ?? '',
    phoneNumber: row.user_phone_number ?? '',
    isInitialPassword: row.user_is_initial_password === 1,
    maxActivations: row.user_max_activations,
    totalActivations: row.user_total_activations ?? 0,
  };
}

function toCustomer(row: CandidateRow): Customer | null {
  if (row.customer_id === null) return null;
  return {
    email: row.customer_email ?? '',
    companyName: row.company_name ?? '',
    reference: row.reference ?? '',
    phone: row.phone ?? '',
    firstName: row.customer_first_name ?? '',
    lastName: row.customer_last_name ?? '',
    city: row.city ?? '',
    postcode: row.postcode ?? '',
    state: row.state ?? '',
    country: row.country ?? '',
    address: row.address ?? '',
    customerAccount: row.customer_account_code,
    metadata: JSON.parse(row.customer_metadata ?? '{}') as Record<string, unknown>,
  };
}

function toDate(time: number | null): Date | null {
  return time === null ? null : new Date(time);
}
