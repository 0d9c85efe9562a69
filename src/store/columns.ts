import type { Fields, Values } from '../rules/fields.ts';

type Cell = string | number | null;

/** The type of a field's column: numbers and texts, which both databases store the same way. */
type ColumnOf<Value> = Value extends boolean | Date
  ? number
  : Value extends string | number | null
    ? Value extends string
      ? string
      : Value
    : string;

/** The columns of fields, each under the field's name. */
export type Columns<F extends Fields> = {
  [Name in keyof F]: ColumnOf<Values<F>[Name]>;
};

/** Converts the fields of a record to columns. Other properties of the record are left out. */
export function toColumns<F extends Fields>(fields: F, record: Values<F>): Columns<F> {
  const columns: Record<string, Cell> = {};
  for (const name in fields) columns[name] = toCell(record[name]);
  return columns as Columns<F>;
}

/** Converts the columns of a row to fields. Other columns of the row are left out. */
export function fromColumns<F extends Fields>(fields: F, row: Readonly<Columns<F>>): Values<F> {
  const record: Record<string, unknown> = {};
  for (const name in fields) record[name] = fromCell(fields[name]?.kind, row[name]);
  return record as Values<F>;
}

/** The columns of a joined table, for `select`, each with a prefix before its name. */
export function selectPrefixed(table: string, prefix: string, fields: Fields): string[] {
  return Object.keys(fields).map((name) => `${table}.${name} as ${prefix}${name}`);
}

/** Converts columns that `selectPrefixed` has selected. */
export function fromPrefixed<F extends Fields>(prefix: string, fields: F, row: object): Values<F> {
  const cells = row as Readonly<Record<string, Cell>>;
  const columns = Object.keys(fields).map((name) => [name, cells[prefix + name]]);
  return fromColumns(fields, Object.fromEntries(columns) as Columns<F>);
}

function toCell(value: unknown): Cell {
  if (typeof value === 'boolean') return Number(value);
  if (value instanceof Date) return value.getTime();
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : (value as Cell);
}

function fromCell(kind: Fields[string]['kind'] | undefined, cell: Cell): unknown {
  if (cell === null) return null;
  if (kind === 'boolean') return cell === 1;
  if (kind === 'time') return new Date(cell);
  return kind === 'json' ? (JSON.parse(cell as string) as unknown) : cell;
}
