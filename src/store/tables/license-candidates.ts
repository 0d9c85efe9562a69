import { type Compilable, type Kysely, type Selectable, sql, type SqlBool } from 'kysely';
import type { Scope } from '../../rules/credential.ts';
import { counterFields } from '../../rules/consumption.ts';
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
import { type Slot, slotFields } from '../../rules/slots.ts';
import { fromColumns, fromPrefixed, selectPrefixed } from '../columns.ts';
import { compiled } from '../compiled.ts';
import { needsRowLocks } from '../postgres/row-locks.ts';
import type { Schema } from '../schema.ts';
import { scopeColumns, scopeKinds } from './scope-columns.ts';
import { featuresOfLicenses, readFeatures } from './license-features.ts';

/** Finds licenses by key, or by license user and, after single sign-on, customer account. */
export type LicenseHolder =
  | { readonly licenseKey: string }
  | {
      readonly licenseUserId: number;
      readonly customerAccountId?: number | undefined;
      /** True for a user whose password opens only the trials that were created for them. */
      readonly onlyTrials?: boolean;
    };

/** Licenses of a product, members of the licenses of a bundle, or both. */
export type CandidateTarget =
  | { readonly productId: number; readonly bundleId?: number | undefined }
  | { readonly productId?: undefined; readonly bundleId: number };

export type CandidateQuery = CandidateTarget & {
  /** The licenses that the credential of the request may be used for. Others are not found. */
  readonly scope: Scope;
  readonly holder: LicenseHolder;
  readonly hardwareId?: string;
  /** A license. Without a product, all members of a bundle license: its ID, or the ID of one of them. */
  readonly licenseId?: number | undefined;
};

/** Columns of the joined tables, with the name of the table as prefix. */
const JOINED = [
  'customer_accounts.code as customer_account',
  'bundle_licenses.license_key as bundle_key',
  'license_users.id as user_id',
  ...selectPrefixed('customers', 'customer_', customerFields),
  ...selectPrefixed('license_users', 'user_', assignedUserFields),
  'license_assignments.max_activations as user_max_activations',
  'license_assignments.total_activations as user_total_activations',
  ...selectPrefixed('devices', 'device_', deviceStateFields),
  ...selectPrefixed('slots', 'slot_', slotFields),
];

/** A row of `licenses` with the joined columns. */
type CandidateRow = Selectable<Schema['licenses']> & {
  readonly customer_account: string | null;
  readonly bundle_key: string | null;
  readonly user_id: number | null;
  readonly user_max_activations: number | null;
  readonly user_total_activations: number | null;
  readonly device_id: number | null;
  readonly features: unknown;
  readonly slot_held_until: number | null;
  /** 0 or 1 in SQLite. */
  readonly has_versions: boolean | number;
};

/** The values of a query. Those that are missing are no condition. */
interface CandidateValues {
  readonly productId: number | undefined;
  readonly bundleId: number | undefined;
  readonly licenseKey: string | undefined;
  readonly licenseUserId: number | undefined;
  readonly customerAccountId: number | undefined;
  /** 1 or missing. */
  readonly onlyTrials: number | undefined;
  readonly hardwareId: string | undefined;
  readonly licenseId: number | undefined;
  /** The ID of the scope, under its kind. */
  readonly customer_account: number | undefined;
  readonly customer: number | undefined;
  readonly license: number | undefined;
}

/**
 * Finds licenses, newest first and trials last, each with the device, its slot, and the features with their slots in use.
 * A transaction locks them until it ends.
 */
export async function findCandidates(
  db: Kysely<Schema>,
  query: CandidateQuery,
  now: Date,
): Promise<Candidate[]> {
  const values = valuesOf(query);
  const locked = needsRowLocks(db) ? await lockLicenses(db, values) : undefined;
  if (locked?.length === 0) return [];
  const { rows } = await selectCandidates(db, { ...values, now: now.getTime(), locked });
  return rows.map(toCandidate);
}

function valuesOf({ productId, bundleId, scope, holder, hardwareId, licenseId }: CandidateQuery) {
  const byUser = 'licenseUserId' in holder ? holder : undefined;
  const values: CandidateValues = {
    productId,
    bundleId,
    licenseKey: 'licenseKey' in holder ? holder.licenseKey : undefined,
    licenseUserId: byUser?.licenseUserId,
    customerAccountId: byUser?.customerAccountId,
    onlyTrials: byUser?.onlyTrials === true ? 1 : undefined,
    hardwareId,
    licenseId,
    customer_account: undefined,
    customer: undefined,
    license: undefined,
  };
  return scope.kind === 'company' ? values : { ...values, [scope.kind]: scope.id };
}

const selectCandidates = compiled(
  (
    db,
    values: CandidateValues & { now: number; locked: readonly number[] | undefined },
  ): Compilable<CandidateRow> => {
    const { now, locked, hardwareId } = values;
    const select = licensesOf(db, values)
      // Without licenses that were assigned while this waited for the locks: those are not locked.
      .$if(locked !== undefined, (some) =>
        some.where(sql<SqlBool>`licenses.id = any(${sql.val(locked)})`),
      )
      .leftJoin('customer_accounts', 'customer_accounts.id', 'customers.customer_account_id')
      .leftJoin('license_users', 'license_users.id', 'license_assignments.license_user_id')
      .leftJoin('devices', (join) =>
        join
          .onRef('devices.license_id', '=', 'licenses.id')
          .on('devices.hardware_id', '=', hardwareId ?? null),
      )
      .leftJoin('slots', (join) =>
        join
          .onRef('slots.device_id', '=', 'devices.id')
          .on('slots.license_feature_id', '=', 0)
          .on('licenses.floating', '=', 1),
      )
      .selectAll('licenses')
      .select(JOINED as never[])
      .select(featuresOfLicenses(db, now))
      .select((eb) =>
        eb
          .exists(
            eb
              .selectFrom('versions')
              .select('versions.id')
              .whereRef('versions.product_id', '=', 'licenses.product_id'),
          )
          .as('has_versions'),
      )
      .orderBy('licenses.is_trial')
      .orderBy('licenses.created_at', 'desc')
      .orderBy('licenses.id', 'desc');
    return select;
  },
);

/**
 * Locks licenses, and with them their devices and assignments: these change only under the lock of their license. Locks
 * in the order of ids, so that no two transactions wait for each other.
 * @returns the ids of the locked licenses
 */
async function lockLicenses(db: Kysely<Schema>, values: CandidateValues): Promise<number[]> {
  const { rows } = await selectAndLock(db, values);
  return rows.map(({ id }) => id);
}

const selectAndLock = compiled((db, values: CandidateValues) =>
  licensesOf(db, values).select('licenses.id').orderBy('licenses.id').forUpdate('licenses'),
);

function licensesOf(db: Kysely<Schema>, values: CandidateValues) {
  const { productId, bundleId, licenseKey, licenseUserId, customerAccountId, licenseId } = values;
  let select = db
    .selectFrom('licenses')
    .leftJoin('customers', 'customers.id', 'licenses.customer_id')
    .leftJoin('bundle_licenses', 'bundle_licenses.id', 'licenses.bundle_license_id')
    .leftJoin('license_assignments', (join) =>
      join
        .onRef('license_assignments.license_id', '=', 'licenses.id')
        .on('license_assignments.license_user_id', '=', licenseUserId ?? null),
    );
  if (productId !== undefined) select = select.where('licenses.product_id', '=', productId);
  if (bundleId !== undefined) select = select.where('bundle_licenses.bundle_id', '=', bundleId);
  if (licenseKey !== undefined) {
    select = select.where((eb) =>
      eb.or([
        eb('licenses.license_key', '=', licenseKey),
        // Not the joined table: with a value to compare with, both sides of `or` use an index.
        eb(
          'licenses.bundle_license_id',
          '=',
          eb
            .selectFrom('bundle_licenses as with_key')
            .select('with_key.id')
            .where('with_key.license_key', '=', licenseKey),
        ),
      ]),
    );
  }
  if (licenseUserId !== undefined) {
    select = select.where('license_assignments.license_user_id', '=', licenseUserId);
  }
  if (values.onlyTrials !== undefined)
    select = select.where('licenses.trial_holder', 'is not', null);
  if (customerAccountId !== undefined) {
    select = select.where('customers.customer_account_id', '=', customerAccountId);
  }
  for (const kind of scopeKinds) {
    const id = values[kind];
    if (id !== undefined) select = select.where(scopeColumns[kind], '=', id);
  }
  if (licenseId === undefined) return select;
  if (productId !== undefined) return select.where('licenses.id', '=', licenseId);
  return select.where((eb) =>
    eb.or([
      eb('licenses.bundle_license_id', '=', licenseId),
      eb(
        'licenses.bundle_license_id',
        '=',
        eb
          .selectFrom('licenses as member')
          .select('member.bundle_license_id')
          .where('member.id', '=', licenseId),
      ),
    ]),
  );
}

function toCandidate(row: CandidateRow): Candidate {
  return { license: toLicense(row), device: toDevice(row), slot: toSlot(row) };
}

function toLicense(row: CandidateRow): License {
  return {
    ...fromColumns(termFields, row),
    id: row.id,
    product_id: row.product_id,
    bundle_license_id: row.bundle_license_id,
    license_key: row.license_key ?? row.bundle_key,
    trial_holder: row.trial_holder,
    assignment: toAssignment(row),
    ...fromColumns(counterFields, row),
    times_activated: row.times_activated,
    transfer_count: row.transfer_count,
    vacated_seats: row.vacated_seats,
    has_versions: Boolean(row.has_versions),
    customer: toCustomer(row),
    features: readFeatures(row.features),
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

function toSlot(row: CandidateRow): Slot | undefined {
  return row.slot_held_until === null ? undefined : fromPrefixed('slot_', slotFields, row);
}
