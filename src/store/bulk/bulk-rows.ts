import type { Kysely } from 'kysely';

/** Tables that can be imported and exported. */
export type BulkTable =
  | 'customers'
  | 'license_users'
  | 'product_features'
  | 'license_policies'
  | 'bundles'
  | 'licenses'
  | 'license_features'
  | 'consumption_days'
  | 'license_assignments'
  | 'devices'
  | 'versions';

export type BulkRow = Record<string, string | number | null>;

/** A database whose tables have any columns: the columns of `staged` are those of the table that is imported. */
export type AnyTable = Kysely<Record<string, BulkRow>>;

/** How many other records rows include: licenses those of bundles, devices their variables. */
export interface Included {
  bundle_licenses: number;
  variables: number;
}

/** A row to import. All rows of a table have the same columns. A new row without an id gets one. */
export interface StagedRow {
  readonly row: BulkRow;
  /** The columns to overwrite in an existing row; none for a new row. */
  readonly overwrites: readonly string[];
  /** Those of the overwritten columns whose value differs. */
  readonly changed?: readonly string[];
  /** The other records that are new with it. */
  readonly included?: Partial<Included>;
}
