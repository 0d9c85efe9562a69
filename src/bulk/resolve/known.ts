import type { Cell } from '../cell-types.ts';

/** Rows by a value that several rows can share. Rows without the value are left out. */
export class Known<Row> {
  readonly #rows = new Map<Cell, Row[]>();
  readonly #keyOf: (row: Row) => Cell;

  constructor(rows: readonly Row[], keyOf: (row: Row) => Cell) {
    this.#keyOf = keyOf;
    for (const row of rows) this.add(row);
  }

  add(row: Row): void {
    const key = this.#keyOf(row);
    if (key === null) return;
    const others = this.#rows.get(key);
    if (others === undefined) this.#rows.set(key, [row]);
    else others.push(row);
  }

  get(key: Cell): readonly Row[] {
    return this.#rows.get(key) ?? [];
  }
}
