import { type ExpressionBuilder, type Kysely, type Selectable } from 'kysely';
import { jsonArrayFrom as jsonArrayOnPostgres } from 'kysely/helpers/postgres';
import { jsonArrayFrom as jsonArrayOnSqlite } from 'kysely/helpers/sqlite';
import { type Counter, counterFields } from '../../rules/consumption.ts';
import {
  type FeatureInUse,
  featureTermFields,
  type FeatureTerms,
  type LicenseFeature,
} from '../../rules/license-feature.ts';
import { productFeatureFields } from '../../rules/product-feature.ts';
import { fromColumns, toColumns } from '../columns.ts';
import { isOnPostgres } from '../postgres/is-on-postgres.ts';
import type { Schema } from '../schema.ts';
import { isSlotHeld } from './slots.ts';

const { code, name, feature_type, metadata } = productFeatureFields;
/** What comes from the product feature. */
const namingFields = { code, name, feature_type, metadata };

const COLUMNS = [
  'license_features.id',
  'license_features.license_id',
  'license_features.product_feature_id',
  ...names(featureTermFields).map((column) => `license_features.${column}` as const),
  ...names(counterFields).map((column) => `license_features.${column}` as const),
  ...names(namingFields).map((column) => `product_features.${column}` as const),
] as const;

type Row = Selectable<Schema['license_features']> &
  Pick<Selectable<Schema['product_features']>, keyof typeof namingFields>;

/**
 * The features of licenses. They change only under the lock of their license: call `find` or `findCandidates` of it first,
 * in the same transaction.
 */
export function licenseFeatureStore(db: Kysely<Schema>) {
  return {
    /** Lists the features of a license, ordered by code. */
    async list(licenseId: number): Promise<LicenseFeature[]> {
      const rows = await db
        .selectFrom('license_features')
        .innerJoin('product_features', 'product_features.id', 'license_features.product_feature_id')
        .select(COLUMNS)
        .where('license_id', '=', licenseId)
        .execute();
      return rows.map(toLicenseFeature).sort(byCode);
    },

    async add(
      feature: FeatureTerms & Pick<LicenseFeature, 'id' | 'license_id' | 'product_feature_id'>,
    ): Promise<void> {
      await db
        .insertInto('license_features')
        .values({
          id: feature.id,
          license_id: feature.license_id,
          product_feature_id: feature.product_feature_id,
          ...toColumns(featureTermFields, feature),
          total_consumptions: 0,
          counted_at: null,
        })
        .execute();
    },

    async setTerms(feature: FeatureTerms & { readonly id: number }): Promise<void> {
      await db
        .updateTable('license_features')
        .set(toColumns(featureTermFields, feature))
        .where('id', '=', feature.id)
        .execute();
    },

    /** Stores the end that a feature gets from the first activation of its license. */
    async setEnd(id: number, end: Date): Promise<void> {
      await db
        .updateTable('license_features')
        .set({ expires_at: end.getTime() })
        .where('id', '=', id)
        .execute();
    },

    /** Stores what was counted of a feature. */
    async setCounter(id: number, counter: Counter): Promise<void> {
      await db
        .updateTable('license_features')
        .set(toColumns(counterFields, counter))
        .where('id', '=', id)
        .execute();
    },

    async remove(id: number): Promise<void> {
      await db.deleteFrom('license_features').where('id', '=', id).execute();
    },
  };
}

/** The features of each selected license and their slots in use, as one column with a list in JSON. @param now in milliseconds */
export function featuresOfLicenses(db: Kysely<Schema>, now: number) {
  const toJson = isOnPostgres(db) ? jsonArrayOnPostgres : jsonArrayOnSqlite;
  return (eb: ExpressionBuilder<Schema, 'licenses'>) =>
    toJson(
      eb
        .selectFrom('license_features')
        .innerJoin('product_features', 'product_features.id', 'license_features.product_feature_id')
        .select(COLUMNS)
        .select((feature) =>
          feature
            .case()
            .when('license_features.floating', '=', 1)
            .then(
              feature
                .selectFrom('slots')
                .select(({ fn }) => fn.countAll<number>().as('count'))
                .whereRef('slots.license_id', '=', 'license_features.license_id')
                .whereRef('slots.license_feature_id', '=', 'license_features.id')
                .where(isSlotHeld(now)),
            )
            .else(0)
            .end()
            .as('slots_in_use'),
        )
        .whereRef('license_features.license_id', '=', 'licenses.id'),
    ).as('features');
}

/** Reads the column of `featuresOfLicenses`: SQLite returns JSON as a text. @returns the features, ordered by code */
export function readFeatures(column: unknown): FeatureInUse[] {
  const rows: unknown = typeof column === 'string' ? JSON.parse(column) : column;
  return (rows as (Row & Pick<FeatureInUse, 'slots_in_use'>)[])
    .map((row) => ({ ...toLicenseFeature(row), slots_in_use: row.slots_in_use }))
    .sort(byCode);
}

function toLicenseFeature(row: Row): LicenseFeature {
  return {
    id: row.id,
    license_id: row.license_id,
    product_feature_id: row.product_feature_id,
    ...fromColumns(namingFields, row),
    ...fromColumns(featureTermFields, row),
    ...fromColumns(counterFields, row),
  };
}

/** Not in SQL: each database has an order of its own. */
function byCode(one: LicenseFeature, other: LicenseFeature): number {
  return one.code < other.code ? -1 : 1;
}

function names<F extends object>(fields: F): (keyof F & string)[] {
  return Object.keys(fields) as (keyof F & string)[];
}
