import type { Kysely } from 'kysely';
import type { Candidate } from '../../rules/license.ts';
import { toCandidate } from './license-rows.ts';
import { needsRowLocks } from '../postgres/row-locks.ts';
import type { Schema } from '../schema.ts';

/** Finds licenses by key, or by license user and, after single sign-on, customer account. */
export type LicenseHolder =
  | { readonly licenseKey: string }
  | { readonly licenseUserId: number; readonly customerAccountId?: number | undefined };

export interface CandidateQuery {
  readonly productId: number;
  readonly holder: LicenseHolder;
  readonly hardwareId?: string;
  readonly licenseId?: number | undefined;
}

/** Finds licenses of a product, newest first, each with the device. A transaction locks them until it ends. */
export async function findCandidates(
  db: Kysely<Schema>,
  query: CandidateQuery,
): Promise<Candidate[]> {
  const locked = needsRowLocks(db) ? await lockLicenses(db, query) : undefined;
  if (locked?.length === 0) return [];
  const rows = await licensesOf(db, query)
    // Without licenses that were assigned while this waited for the locks: those are not locked.
    .$if(locked !== undefined, (select) => select.where('licenses.id', 'in', locked ?? []))
    .leftJoin('customer_accounts', 'customer_accounts.id', 'customers.customer_account_id')
    .leftJoin('license_users', 'license_users.id', 'license_assignments.license_user_id')
    .leftJoin('devices', (join) =>
      join
        .onRef('devices.license_id', '=', 'licenses.id')
        .on('devices.hardware_id', '=', query.hardwareId ?? null),
    )
    .selectAll('licenses')
    .select([
      'customers.email as customer_email',
      'customers.company_name',
      'customers.reference',
      'customers.phone',
      'customers.first_name as customer_first_name',
      'customers.last_name as customer_last_name',
      'customers.city',
      'customers.postcode',
      'customers.state',
      'customers.country',
      'customers.address',
      'customers.metadata as customer_metadata',
      'customer_accounts.code as customer_account_code',
      'license_users.id as user_id',
      'license_users.email as user_email',
      'license_users.first_name as user_first_name',
      'license_users.last_name as user_last_name',
      'license_users.phone_number as user_phone_number',
      'license_users.is_initial_password as user_is_initial_password',
      'license_assignments.max_activations as user_max_activations',
      'license_assignments.total_activations as user_total_activations',
      'devices.id as device_id',
      'devices.active as device_active',
      'devices.vacated as device_vacated',
      'devices.license_user_id as device_license_user_id',
      'devices.last_seen_at as device_last_seen_at',
    ])
    .orderBy('licenses.created_at', 'desc')
    .orderBy('licenses.id', 'desc')
    .execute();
  return rows.map(toCandidate);
}

/**
 * Locks licenses, and with them their devices and assignments: these change only under the lock of their license. Locks
 * in the order of ids, so that no two transactions wait for each other.
 * @returns the ids of the locked licenses
 */
async function lockLicenses(db: Kysely<Schema>, query: CandidateQuery): Promise<number[]> {
  const rows = await licensesOf(db, query)
    .select('licenses.id')
    .orderBy('licenses.id')
    .forUpdate('licenses')
    .execute();
  return rows.map(({ id }) => id);
}

function licensesOf(db: Kysely<Schema>, { productId, holder, licenseId }: CandidateQuery) {
  const licenseUserId = 'licenseUserId' in holder ? holder.licenseUserId : null;
  let select = db
    .selectFrom('licenses')
    .leftJoin('customers', 'customers.id', 'licenses.customer_id')
    .leftJoin('license_assignments', (join) =>
      join
        .onRef('license_assignments.license_id', '=', 'licenses.id')
        .on('license_assignments.license_user_id', '=', licenseUserId),
    )
    .where('licenses.product_id', '=', productId);
  select =
    'licenseKey' in holder
      ? select.where('licenses.license_key', '=', holder.licenseKey)
      : select.where('license_assignments.license_user_id', '=', holder.licenseUserId);
  if ('customerAccountId' in holder && holder.customerAccountId !== undefined) {
    select = select.where('customers.customer_account_id', '=', holder.customerAccountId);
  }
  return licenseId === undefined ? select : select.where('licenses.id', '=', licenseId);
}
