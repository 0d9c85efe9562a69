import type { Expression, ExpressionBuilder, Kysely, Selectable, SqlBool } from 'kysely';
import type { BundleLicense } from '../../rules/bundle-license.ts';
import { lookUp } from '../look-up.ts';
import { equal, type Page, type PageRequest, readPage } from '../pages.ts';
import { needsRowLocks } from '../postgres/row-locks.ts';
import type { Schema } from '../schema.ts';
import { type Stored, storedFields } from '../stored.ts';

/** Filters; undefined means any. */
export interface BundleLicenseFilter {
  readonly bundle_id?: number | undefined;
  readonly license_key?: string | undefined;
  /** Of its member licenses. */
  readonly customer_id?: number | undefined;
  readonly license_user_id?: number | undefined;
  readonly order_store_id?: string | undefined;
}

/** Licenses of bundles. Their terms, users and devices are those of their member licenses. */
export function bundleLicenseStore(db: Kysely<Schema>) {
  return {
    /** Finds a bundle license. A transaction locks it and its members, in the order of their ids, until it ends. */
    async find(id: number): Promise<Stored<BundleLicense> | undefined> {
      if (needsRowLocks(db)) {
        const own = db.selectFrom('bundle_licenses').select('id').where('id', '=', id);
        await own.forUpdate().execute();
        await db
          .selectFrom('licenses')
          .select('id')
          .where('bundle_license_id', '=', id)
          .orderBy('id')
          .forUpdate()
          .execute();
      }
      const row = await db
        .selectFrom('bundle_licenses')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      return row && (await toBundleLicenses([row]))[0];
    },

    async list(
      filter: BundleLicenseFilter,
      page: PageRequest,
    ): Promise<Page<Stored<BundleLicense>>> {
      const found = await readPage(db, 'bundle_licenses', (eb) => conditions(eb, filter), page);
      return { ...found, items: await toBundleLicenses(found.items) };
    },

    async create(
      license: Pick<BundleLicense, 'id' | 'bundle_id' | 'license_key'>,
      now: Date,
    ): Promise<void> {
      const { id, bundle_id, license_key } = license;
      const times = { created_at: now.getTime(), updated_at: now.getTime() };
      await db
        .insertInto('bundle_licenses')
        .values({ id, bundle_id, license_key, ...times })
        .execute();
    },

    /** Counts a change of its members. Call `find` first in the same transaction. */
    async revise({ id, revision }: Stored<BundleLicense>, now: Date): Promise<void> {
      await db
        .updateTable('bundle_licenses')
        .set({ revision: revision + 1, updated_at: now.getTime() })
        .where('id', '=', id)
        .execute();
    },

    /** Deletes a bundle license without members. */
    async delete(id: number): Promise<void> {
      await db.deleteFrom('bundle_licenses').where('id', '=', id).execute();
    },
  };

  async function toBundleLicenses(
    rows: Selectable<Schema['bundle_licenses']>[],
  ): Promise<Stored<BundleLicense>[]> {
    const bundles = await lookUp(
      db,
      'bundles',
      rows.map((row) => row.bundle_id),
    );
    const members = await membersOf(rows.map(({ id }) => id));
    return rows.map((row) => ({
      id: row.id,
      bundle_id: row.bundle_id,
      bundle_code: bundles.get(row.bundle_id)?.code ?? '',
      license_key: row.license_key,
      license_ids: members.get(row.id) ?? [],
      ...storedFields(row),
    }));
  }

  /** The ids of member licenses, in their order, by the bundle license. */
  async function membersOf(ids: readonly number[]): Promise<Map<number, number[]>> {
    const members = new Map<number, number[]>();
    if (ids.length === 0) return members;
    const rows = await db
      .selectFrom('licenses')
      .select(['id', 'bundle_license_id'])
      .where('bundle_license_id', 'in', ids)
      .orderBy('id')
      .execute();
    for (const { id, bundle_license_id: bundleLicenseId } of rows) {
      const of = bundleLicenseId ?? 0;
      members.set(of, [...(members.get(of) ?? []), id]);
    }
    return members;
  }
}

function conditions(
  eb: ExpressionBuilder<Schema, 'bundle_licenses'>,
  filter: BundleLicenseFilter,
): Expression<SqlBool>[] {
  const { customer_id, license_user_id, order_store_id, ...values } = filter;
  const found = equal(eb, values);
  const members = () => eb.selectFrom('licenses').select('licenses.bundle_license_id');
  if (customer_id !== undefined) {
    found.push(eb('id', 'in', members().where('licenses.customer_id', '=', customer_id)));
  }
  if (order_store_id !== undefined) {
    found.push(eb('id', 'in', members().where('licenses.order_store_id', '=', order_store_id)));
  }
  if (license_user_id !== undefined) {
    const assigned = members()
      .innerJoin('license_assignments', 'license_assignments.license_id', 'licenses.id')
      .where('license_assignments.license_user_id', '=', license_user_id);
    found.push(eb('id', 'in', assigned));
  }
  return found;
}
