import type { Cell } from '../cell-types.ts';
import type { Resolving } from './resolving.ts';

/** Spreadsheets keep 15 digits of a number, and round the rest or replace it by zeros. */
const KEPT_BY_SPREADSHEETS = 10 ** 15;
const ROUNDED = 'a spreadsheet rounds ids of 16 digits';

/** A value by which a line identifies a row, besides its ID. */
export interface Name {
  readonly column: string;
  /** The value in the line; null and an empty text do not count. */
  readonly given: Cell;
  /** The value of the row. */
  readonly own: Cell;
  /** True when another row has the value of the line. */
  readonly isTaken?: boolean;
}

/** The row that a line refers to by ID. */
interface RowReference {
  /** The column with the ID. */
  readonly column: string;
  readonly id: number;
  /** The ID of another row, which a spreadsheet rounds to this one. */
  readonly neighbour: number | undefined;
}

/**
 * Finds rows whose IDs a spreadsheet rounds to the given ones. Rows that this file created do not count.
 * @returns a function that takes one of the IDs and returns such a row's ID, or undefined
 */
export async function findNeighbours(
  { staging, storedIds }: Pick<Resolving, 'staging' | 'storedIds'>,
  table: 'customers' | 'license_users' | 'licenses' | 'devices',
  ids: readonly Cell[],
): Promise<(id: Cell) => number | undefined> {
  const wanted = [...new Set(ids.flatMap(originalsOf))];
  const rows: readonly { id: number; staged: boolean }[] = await staging.find(table, {
    id: wanted,
  });
  const there = rows.filter(({ id, staged }) => !staged && !storedIds.has(id)).map(({ id }) => id);
  return (id) => originalsOf(id).find((original) => there.includes(original));
}

/**
 * The reason why a line must not change the row with its ID: a name in the line belongs to another row, or no name in
 * the line is that of the row. When a spreadsheet may have rounded the ID, all names must be right.
 * @returns the column and the reason; undefined when the line may change the row
 */
export function faultOfNames(
  reference: RowReference,
  names: readonly Name[],
): readonly [string, string] | undefined {
  const said = names.filter(({ given }) => given !== null && given !== '');
  const wrong = said.filter(({ given, own }) => given !== own);
  if (reference.neighbour !== undefined) return faultOfAmbiguousId(reference, said);
  const fault =
    wrong.find(({ isTaken }) => isTaken === true) ??
    (wrong.length === said.length ? wrong[0] : undefined);
  return fault && misnamed(reference, fault);
}

/**
 * The reason why a line must not refer to a row: a name in the line is not that of the row.
 * @returns the column and the reason; undefined when the line may refer to it
 */
export function faultOfReference(
  reference: RowReference,
  names: readonly Name[],
): readonly [string, string] | undefined {
  const said = names.filter(({ given }) => given !== null && given !== '');
  if (reference.neighbour !== undefined) return faultOfAmbiguousId(reference, said);
  const fault = said.find(({ given, own }) => given !== own);
  return fault && misnamed(reference, fault);
}

function faultOfAmbiguousId(
  reference: RowReference,
  said: readonly Name[],
): readonly [string, string] | undefined {
  const { column, id, neighbour } = reference;
  if (said.length === 0) {
    return [column, `${id} may be ${neighbour}: ${ROUNDED}, and nothing else says which one it is`];
  }
  const fault = said.find(({ given, own }) => given !== own);
  return fault && misnamed(reference, fault);
}

function misnamed({ column, id }: RowReference, name: Name): readonly [string, string] {
  const what = `${JSON.stringify(name.given)} does not belong to the ${column} ${id}`;
  return [name.column, `${what}${hint(id)}`];
}

/**
 * The reason why a line must not create a row with its ID.
 * @param known a name in the line that a row with another ID has
 * @param neighbour the ID of a row that a spreadsheet rounds to this one
 * @returns undefined when the line may create it
 */
export function faultOfNewId(
  id: Cell,
  known: { column: string; name: Cell; id: number } | undefined,
  neighbour: number | undefined,
): string | undefined {
  if (id === null) return undefined;
  if (known !== undefined) {
    const whose = `${known.column} ${JSON.stringify(known.name)} belongs to ${known.id}`;
    return `${id} does not exist, and ${whose}${hint(id)}`;
  }
  if (neighbour === undefined) return undefined;
  return `${id} does not exist, and may be ${neighbour}: ${ROUNDED}`;
}

function hint(id: Cell): string {
  return Number(id) < KEPT_BY_SPREADSHEETS ? '' : `: ${ROUNDED}`;
}

/** The other IDs that a spreadsheet rounds to this one. */
function originalsOf(id: Cell): number[] {
  if (typeof id !== 'number' || id < KEPT_BY_SPREADSHEETS || id % 10 !== 0) return [];
  const all = Array.from({ length: 15 }, (_, index) => id - 5 + index);
  return all.filter((one) => one !== id && Number.isSafeInteger(one));
}
