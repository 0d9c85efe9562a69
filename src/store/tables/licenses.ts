import { type Expression, type ExpressionBuilder, type Kysely, type Selectable, sql } from 'kysely';
import type { SqlBool } from 'kysely';
import { counterFields } from '../../rules/consumption.ts';
import type { IssuedLicense } from '../../rules/issued-license.ts';
import { termFields, type Terms } from '../../rules/license-terms.ts';
import { countAssignments } from './license-assignments.ts';
import { fromColumns, toColumns } from '../columns.ts';
import { lookUp } from '../look-up.ts';
import { equal, type Page, type PageRequest, readPage } from '../pages.ts';
import { needsRowLocks } from '../postgres/row-locks.ts';
import type { Schema } from '../schema.ts';
import { type Stored, storedFields } from '../stored.ts';

/** Filters; undefined means any. */
export interface LicenseFilter {
  readonly product_id?: number | undefined;
  readonly customer_id?: number | undefined;
  readonly customer_account_id?: number | undefined;
  readonly license_user_id?: number | undefined;
  readonly license_key?: string | undefined;
  readonly bundle_license_id?: number | undefined;
  readonly order_store_id?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly license_type?: string | undefined;
  readonly is_trial?: boolean | undefined;
  readonly expired?: { readonly is: boolean; readonly at: Date } | undefined;
}

export type NewLicense = Terms &
  Pick<IssuedLicense, 'id' | 'product_id' | 'license_key'> &
  Partial<Pick<IssuedLicense, 'trial_holder' | 'bundle_license_id'>>;

type Builder = ExpressionBuilder<Schema, 'licenses'>;

/** Licenses, as the vendor issues them. `seatStore` counts their activations. */
export function licenseStore(db: Kysely<Schema>) {
  return {
    /** Finds a license. A transaction locks it until it ends, and with it its devices and assignments. */
    async find(id: number): Promise<Stored<IssuedLicense> | undefined> {
      if (needsRowLocks(db)) {
        await db.selectFrom('licenses').select('id').where('id', '=', id).forUpdate().execute();
      }
      const row = await db
        .selectFrom('licenses')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      return row && (await toLicenses([row]))[0];
    },

    /** Finds licenses by their ids, in the order of the ids. Locks none. */
    async findMany(ids: readonly number[]): Promise<Stored<IssuedLicense>[]> {
      if (ids.length === 0) return [];
      const rows = await db
        .selectFrom('licenses')
        .selectAll()
        .where('id', 'in', ids)
        .orderBy('id')
        .execute();
      return toLicenses(rows);
    },

    async list(filter: LicenseFilter, page: PageRequest): Promise<Page<Stored<IssuedLicense>>> {
      const found = await readPage(db, 'licenses', (eb) => conditions(eb, filter), page);
      return { ...found, items: await toLicenses(found.items) };
    },

    /** Finds the trial of a product that was created for a device or an e-mail address. */
    async findTrial(productId: number, holder: string): Promise<Stored<IssuedLicense> | undefined> {
      const row = await db
        .selectFrom('licenses')
        .selectAll()
        .where('product_id', '=', productId)
        .where('trial_holder', '=', holder)
        .executeTakeFirst();
      return row && (await toLicenses([row]))[0];
    },

    /** True when a license or a bundle license has the key. */
    async hasKey(licenseKey: string): Promise<boolean> {
      for (const table of ['licenses', 'bundle_licenses'] as const) {
        const row = await db
          .selectFrom(table)
          .select('id')
          .where('license_key', '=', licenseKey)
          .executeTakeFirst();
        if (row !== undefined) return true;
      }
      return false;
    },

    async create(license: NewLicense, now: Date): Promise<void> {
      await db
        .insertInto('licenses')
        .values({
          id: license.id,
          product_id: license.product_id,
          license_key: license.license_key,
          trial_holder: license.trial_holder ?? null,
          bundle_license_id: license.bundle_license_id ?? null,
          ...toColumns(termFields, license),
          times_activated: 0,
          transfer_count: 0,
          vacated_seats: 0,
          created_at: now.getTime(),
          updated_at: now.getTime(),
        })
        .execute();
    },

    /** Stores the terms of a license, but not its counters. Call `find` first in the same transaction, for the lock. */
    async update(license: Stored<IssuedLicense>, now: Date): Promise<void> {
      await db
        .updateTable('licenses')
        .set({
          ...toColumns(termFields, license),
          revision: license.revision + 1,
          updated_at: now.getTime(),
        })
        .where('id', '=', license.id)
        .execute();
    },

    /** Deletes a license without active devices, with its assignments, features, released devices and history. */
    async delete(id: number): Promise<void> {
      for (const table of [
        'slots',
        'devices',
        'license_assignments',
        'license_features',
        'consumption_days',
      ] as const) {
        await db.deleteFrom(table).where('license_id', '=', id).execute();
      }
      await db.deleteFrom('licenses').where('id', '=', id).execute();
    },
  };

  async function toLicenses(
    rows: Selectable<Schema['licenses']>[],
  ): Promise<Stored<IssuedLicense>[]> {
    const products = await lookUp(
      db,
      'products',
      rows.map((row) => row.product_id),
    );
    const customers = await lookUp(
      db,
      'customers',
      rows.map((row) => row.customer_id),
    );
    const bundleLicenses = await lookUp(
      db,
      'bundle_licenses',
      rows.map((row) => row.bundle_license_id),
    );
    const userCounts = await countAssignments(
      db,
      'license_id',
      rows.map((row) => row.id),
    );
    return rows.map((row) => {
      const customer = customers.get(row.customer_id ?? 0);
      return {
        ...fromColumns(termFields, row),
        id: row.id,
        license_key:
          row.license_key ?? bundleLicenses.get(row.bundle_license_id ?? 0)?.license_key ?? null,
        bundle_license_id: row.bundle_license_id,
        trial_holder: row.trial_holder,
        ...fromColumns(counterFields, row),
        times_activated: row.times_activated,
        transfer_count: row.transfer_count,
        product_id: row.product_id,
        product_code: products.get(row.product_id)?.code ?? '',
        customer_email: customer?.email ?? null,
        customer_company_name: customer?.company_name ?? null,
        user_count: userCounts.get(row.id) ?? 0,
        ...storedFields(row),
      };
    });
  }
}

function conditions(eb: Builder, filter: LicenseFilter): Expression<SqlBool>[] {
  const { customer_account_id, license_user_id, license_key, expired, ...values } = filter;
  const found = equal(eb, values);
  if (customer_account_id !== undefined) {
    const customers = eb
      .selectFrom('customers')
      .select('customers.id')
      .where('customer_account_id', '=', customer_account_id);
    found.push(eb('customer_id', 'in', customers));
  }
  if (license_key !== undefined) {
    const bundleLicense = eb
      .selectFrom('bundle_licenses')
      .select('bundle_licenses.id')
      .where('bundle_licenses.license_key', '=', license_key);
    found.push(
      eb.or([eb('license_key', '=', license_key), eb('bundle_license_id', '=', bundleLicense)]),
    );
  }
  if (license_user_id !== undefined) {
    const assigned = eb
      .selectFrom('license_assignments')
      .select('license_id')
      .where('license_user_id', '=', license_user_id);
    found.push(eb('id', 'in', assigned));
  }
  if (expired !== undefined) {
    const has = hasExpired(eb, expired.at);
    // Without `valid_until`, the comparison is null, and so is its negation.
    found.push(expired.is ? has : eb.or([eb('valid_until', 'is', null), eb.not(has)]));
  }
  return found;
}

/** The rule `isExpired`, in SQL. */
function hasExpired(eb: Builder, at: Date): Expression<SqlBool> {
  const now = at.getTime();
  return eb.and([
    eb('valid_until', '<', now),
    eb.or([eb('license_type', '<>', 'perpetual'), eb('is_trial', '=', 1)]),
    eb.or([
      eb('license_type', '<>', 'subscription'),
      // As a 64-bit number: the grace of a month has more milliseconds than 32 bits hold.
      sql<SqlBool>`valid_until + cast(grace_hours as bigint) * 3600000 < ${now}`,
    ]),
  ]);
}
