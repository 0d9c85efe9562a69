import type { Cell, CellType } from './cell-types.ts';

/** A column of a file. */
export interface Column {
  readonly type: CellType;
  /** Whether it may hold nothing: `null` in JSON Lines, an empty cell in CSV. */
  readonly nullable?: true;
  /** The word for nothing in CSV, where an empty cell would say too little. */
  readonly none?: string;
  /** What a new row gets where the file says nothing. Without it the file has to say. */
  readonly otherwise?: Cell;
  /** Whether it names another row, or is worked on before it is kept, so is no column of the database. */
  readonly derived?: true;
  /** What a new row gets where the file says nothing: the time of the import, or what nobody else has. */
  readonly made?: 'now' | 'uuid';
  /** Whether a row that is there already keeps its own. */
  readonly fixed?: true;
  /** Whether it is written only when asked for. */
  readonly secret?: true;
  /** Whether it says which row is meant: by an id of ours, or by a name that somebody gave it. */
  readonly tells?: 'id' | 'name';
}

/** The columns of a kind of file, in the order in which they are written. */
export type Columns = Readonly<Record<string, Column>>;
