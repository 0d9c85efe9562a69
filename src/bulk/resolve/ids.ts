import type { Cell } from '../cell-types.ts';
import type { Resolving } from './resolving.ts';

/** A spreadsheet makes zeros of all digits of a number after the fifteenth, or rounds there. */
const KEPT_BY_SPREADSHEETS = 10 ** 15;
const ROUNDED = 'a spreadsheet rounds ids of 16 digits';

/** Something that a line calls a row beside its id. */
export interface Name {
  readonly column: string;
  /** What the line says; null and an empty text say nothing. */
  readonly given: Cell;
  /** What the row has there. */
  readonly own: Cell;
  /** Whether another row has what the line says. */
  readonly isTaken?: boolean;
}

/** The row that a line means by an id. */
interface RowReference {
  /** Where the id stands. */
  readonly column: string;
  readonly id: number;
  /** Another row, whose id a spreadsheet would have turned into this one. */
  readonly neighbour: number | undefined;
}

/**
 * Looks for rows whose ids a spreadsheet would turn into these.
 * @returns for an id one that it may have been, of a row that this file did not bring
 */
export async function findNeighbours(
  { staging, brought }: Pick<Resolving, 'staging' | 'brought'>,
  table: 'customers' | 'license_users' | 'licenses' | 'devices',
  ids: readonly Cell[],
): Promise<(id: Cell) => number | undefined> {
  const wanted = [...new Set(ids.flatMap(originalsOf))];
  const rows: readonly { id: number; staged: boolean }[] = await staging.find(table, {
    id: wanted,
  });
  const there = rows.filter(({ id, staged }) => !staged && !brought.has(id)).map(({ id }) => id);
  return (id) => originalsOf(id).find((original) => there.includes(original));
}

/**
 * Why a line may not change the row that has its id: a name that it gives the row is that of another, or no name of it
 * is what the row is called. Where the id may be that of another row, all names have to be right.
 */
export function faultOfNames(
  reference: RowReference,
  names: readonly Name[],
): readonly [string, string] | undefined {
  const said = names.filter(({ given }) => given !== null && given !== '');
  const wrong = said.filter(({ given, own }) => given !== own);
  if (reference.neighbour !== undefined) return faultOfDoubt(reference, said);
  const fault =
    wrong.find(({ isTaken }) => isTaken === true) ??
    (wrong.length === said.length ? wrong[0] : undefined);
  return fault && misnamed(reference, fault);
}

/** Why a line may not refer to a row: it says something of it that is not so. */
export function faultOfReference(
  reference: RowReference,
  names: readonly Name[],
): readonly [string, string] | undefined {
  const said = names.filter(({ given }) => given !== null && given !== '');
  if (reference.neighbour !== undefined) return faultOfDoubt(reference, said);
  const fault = said.find(({ given, own }) => given !== own);
  return fault && misnamed(reference, fault);
}

function faultOfDoubt(
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
 * Why a line may not make a new row with its id.
 * @param known a name in the line that a row with another id has
 * @param neighbour a row whose id a spreadsheet would have turned into this one
 */
export function faultOfNewId(
  id: Cell,
  known: { column: string; name: Cell; id: number } | undefined,
  neighbour: number | undefined,
): string | undefined {
  if (id === null) return undefined;
  if (known !== undefined) {
    const whose = `${known.column} ${JSON.stringify(known.name)} is that of ${known.id}`;
    return `${id} is not there, and ${whose}${hint(id)}`;
  }
  if (neighbour === undefined) return undefined;
  return `${id} is not there, and may be ${neighbour}: ${ROUNDED}`;
}

function hint(id: Cell): string {
  return Number(id) < KEPT_BY_SPREADSHEETS ? '' : `: ${ROUNDED}`;
}

/** The other ids that a spreadsheet would turn into this one. */
function originalsOf(id: Cell): number[] {
  if (typeof id !== 'number' || id < KEPT_BY_SPREADSHEETS || id % 10 !== 0) return [];
  const all = Array.from({ length: 15 }, (_, index) => id - 5 + index);
  return all.filter((one) => one !== id && Number.isSafeInteger(one));
}
