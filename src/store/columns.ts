import type { Fields, Values } from '../rules/fields.ts';

type Cell = string | number | null;

/** What the database keeps of a field: both databases know numbers and texts. */
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

/** The columns in which the fields of a record are kept. What else the record has is left out. */
export function toColumns<F extends Fields>(fields: F, record: Values<F>): Columns<F> {
  const columns: Record<string, Cell> = {};
  for (const name in fields) columns[name] = toCell(record[name]);
  return columns as Columns<F>;
}

/** The fields that a row keeps. What else the row has is left out. */
export function fromColumns<F extends Fields>(fields: F, row: Readonly<Columns<F>>): Values<F> {
  const record: Record<string, unknown> = {};
  for (const name in fields) record[name] = fromCell(fields[name]?.kind, row[name]);
  return record as Values<F>;
}

/** Selects the columns of fields of a joined table, each under its name after a prefix. */
export function selectPrefixed(table: string, prefix: string, fields: Fields): string[] {
  return Object.keys(fields).map((name) => `${table}.${name} as ${prefix}${name}`);
}

/** The fields that were selected so. */
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
