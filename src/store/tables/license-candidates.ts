import type { Kysely } from 'kysely';
import type { Candidate } from '../../rules/license.ts';
import { type CandidateRow, JOINED, toCandidate } from './license-rows.ts';
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
    .select(JOINED as never[])
    .orderBy('licenses.created_at', 'desc')
    .orderBy('licenses.id', 'desc')
    .execute();
  return (rows as unknown as CandidateRow[]).map(toCandidate);
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
