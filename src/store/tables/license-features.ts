import { type ExpressionBuilder, type Kysely, type Selectable } from 'kysely';
import { jsonArrayFrom as jsonArrayOnPostgres } from 'kysely/helpers/postgres';
import { jsonArrayFrom as jsonArrayOnSqlite } from 'kysely/helpers/sqlite';
import { type Counter, counterFields } from '../../rules/consumption.ts';
import {
  featureTermFields,
  type FeatureTerms,
  type LicenseFeature,
} from '../../rules/license-feature.ts';
import { productFeatureFields } from '../../rules/product-feature.ts';
import { fromColumns, toColumns } from '../columns.ts';
import { isOnPostgres } from '../postgres/is-on-postgres.ts';
import type { Schema } from '../schema.ts';

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
      return toLicenseFeatures(rows);
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

/** The features of each selected license, as one column with a list in JSON. */
export function featuresOfLicenses(db: Kysely<Schema>) {
  const toJson = isOnPostgres(db) ? jsonArrayOnPostgres : jsonArrayOnSqlite;
  return (eb: ExpressionBuilder<Schema, 'licenses'>) =>
    toJson(
      eb
        .selectFrom('license_features')
        .innerJoin('product_features', 'product_features.id', 'license_features.product_feature_id')
        .select(COLUMNS)
        .whereRef('license_features.license_id', '=', 'licenses.id'),
    ).as('features');
}

/** Reads the column of `featuresOfLicenses`: SQLite returns JSON as a text. @returns the features, ordered by code */
export function readFeatures(column: unknown): LicenseFeature[] {
  const rows: unknown = typeof column === 'string' ? JSON.parse(column) : column;
  return toLicenseFeatures(rows as Row[]);
}

function toLicenseFeatures(rows: readonly Row[]) {
  return (
    rows
      .map((row): LicenseFeature => ({
        id: row.id,
        license_id: row.license_id,
        product_feature_id: row.product_feature_id,
        ...fromColumns(namingFields, row),
        ...fromColumns(featureTermFields, row),
        ...fromColumns(counterFields, row),
      }))
      // Not in SQL: each database has an order of its own.
      .sort((one, other) => (one.code < other.code ? -1 : 1))
  );
}

function names<F extends object>(fields: F): (keyof F & string)[] {
  return Object.keys(fields) as (keyof F & string)[];
}
