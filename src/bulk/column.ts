import type { Cell, CellType } from './cell-types.ts';

/** A column of a file. */
export interface Column {
  readonly type: CellType;
  /** True when the value may be missing: `null` in JSON Lines, an empty cell in CSV. */
  readonly nullable?: true;
  /** The word for `null` in CSV, where an empty cell would be ambiguous. */
  readonly none?: string;
  /** The value of a new row when the file has none. Without it the column is required. */
  readonly default?: Cell;
  /** True when it refers to another row or is converted first, so that the database has no such column. */
  readonly derived?: true;
  /** How the value of a new row is generated when the file has none: the time of the import, or a UUID. */
  readonly generated?: 'now' | 'uuid';
  /** True when an update never changes it. */
  readonly fixed?: true;
  /** True when an export leaves it out unless the caller asks for it. */
  readonly secret?: true;
  /** How it identifies a row: by the id of Latchkey, or by a name that the vendor gave. */
  readonly identifies?: 'id' | 'name';
}

/** The columns of a kind of file, in the order in which they are written. */
export type Columns = Readonly<Record<string, Column>>;
