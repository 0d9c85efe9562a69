import type { Selectable } from 'kysely';
import { customerFields, type CustomerWithAccount } from '../../rules/customer.ts';
import {
  type Assignment,
  assignedUserFields,
  type Candidate,
  type Device,
  deviceStateFields,
  type License,
} from '../../rules/license.ts';
import { termFields } from '../../rules/license-terms.ts';
import { fromColumns, fromPrefixed, selectPrefixed } from '../columns.ts';
import type { Schema } from '../schema.ts';

/** What is joined to a license, each under the name of its table. */
export const JOINED = [
  'customer_accounts.code as customer_account',
  'license_users.id as user_id',
  ...selectPrefixed('customers', 'customer_', customerFields),
  ...selectPrefixed('license_users', 'user_', assignedUserFields),
  'license_assignments.max_activations as user_max_activations',
  'license_assignments.total_activations as user_total_activations',
  ...selectPrefixed('devices', 'device_', deviceStateFields),
];

/** A license row with what was joined to it. */
export type CandidateRow = Selectable<Schema['licenses']> & {
  readonly customer_account: string | null;
  readonly user_id: number | null;
  readonly user_max_activations: number | null;
  readonly user_total_activations: number | null;
  readonly device_id: number | null;
};

export function toCandidate(row: CandidateRow): Candidate {
  return { license: toLicense(row), device: toDevice(row) };
}

function toLicense(row: CandidateRow): License {
  return {
    ...fromColumns(termFields, row),
    id: row.id,
    license_key: row.license_key,
    assignment: toAssignment(row),
    times_activated: row.times_activated,
    transfer_count: row.transfer_count,
    vacated_seats: row.vacated_seats,
    customer: toCustomer(row),
  };
}

function toAssignment(row: CandidateRow): Assignment | null {
  if (row.user_id === null) return null;
  return {
    ...fromPrefixed('user_', assignedUserFields, row),
    license_user_id: row.user_id,
    max_activations: row.user_max_activations,
    total_activations: row.user_total_activations ?? 0,
  };
}

function toCustomer(row: CandidateRow): CustomerWithAccount | null {
  if (row.customer_id === null) return null;
  const customer = fromPrefixed('customer_', customerFields, row);
  return { ...customer, id: row.customer_id, customer_account: row.customer_account };
}

function toDevice(row: CandidateRow): Device | undefined {
  return row.device_id === null ? undefined : fromPrefixed('device_', deviceStateFields, row);
}
