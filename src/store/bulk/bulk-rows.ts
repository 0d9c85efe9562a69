import type { Kysely } from 'kysely';

/** What can be brought in by the thousand. */
export type BulkTable =
  'customers' | 'license_users' | 'licenses' | 'license_assignments' | 'devices';

export type BulkRow = Record<string, string | number | null>;

/** Tables by name alone: what is staged has the form of whatever it is staged for. */
export type AnyTable = Kysely<Record<string, BulkRow>>;

/** A row on its way in. All rows of a table name the same columns. A new one without an id gets one. */
export interface StagedRow {
  readonly row: BulkRow;
  /** The columns to overwrite in the row that is there already; none for a new row. */
  readonly overwrites: readonly string[];
  /** Those of them in which the row has something else. */
  readonly changed?: readonly string[];
}
