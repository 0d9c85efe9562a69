import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** The number of rows of a kind in memory. The one that was read first is dropped. */
const MOST_KEPT = 5_000;

/**
 * Keeps rows that are read in each request and change rarely. The database counts their changes: whoever commits one, be
 * it another process, adds to `settled_changes` in the same transaction. While that number stands, the rows do.
 */
export class SettledRows {
  readonly #db: Kysely<Schema>;
  readonly #mayHaveChanged: () => boolean;
  readonly #kept: Map<unknown, unknown>[] = [];
  /** The number that the rows were read under; undefined before it was read, and when it could not be. */
  #changes: number | undefined;
  #reading: Promise<void> | undefined;

  /** @param mayHaveChanged false when nothing was committed since the last call */
  constructor(db: Kysely<Schema>, mayHaveChanged: () => boolean) {
    this.#db = db;
    this.#mayHaveChanged = mayHaveChanged;
  }

  /**
   * Creates a function that finds the same as `find`, and remembers it. What is not found is not remembered.
   * @param find finds one row by its key, from tables whose changes are counted
   */
  keep<Key, Row extends object>(
    find: (key: Key) => Promise<Row | undefined>,
  ): (key: Key) => Promise<Row | undefined> {
    const rows = new Map<unknown, unknown>();
    this.#kept.push(rows);

    return async (key) => {
      await this.#refresh();
      const known = rows.get(key) as Row | undefined;
      if (known !== undefined) return known;
      const changes = this.#changes;
      const row = await find(key);
      // If another number has been read meanwhile, this may be the row as it was before.
      if (row !== undefined && changes !== undefined && changes === this.#changes) {
        rows.set(key, deepFreeze(row));
        const [oldest] = rows.keys();
        if (rows.size > MOST_KEPT) rows.delete(oldest);
      }
      return row;
    };
  }

  /** Forgets all rows when one has changed. */
  async #refresh(): Promise<void> {
    // Even if the number is being read: that may have begun before the change.
    if (this.#mayHaveChanged() || this.#changes === undefined) this.#reading = this.#read();
    if (this.#reading !== undefined) await this.#reading;
  }

  async #read(): Promise<void> {
    try {
      const { count } = await this.#db
        .selectFrom('settled_changes')
        .select('count')
        .executeTakeFirstOrThrow();
      if (count !== this.#changes) this.#forget(count);
    } catch (error) {
      this.#forget(undefined);
      throw error;
    }
  }

  #forget(changes: number | undefined): void {
    this.#changes = changes;
    for (const rows of this.#kept) rows.clear();
  }
}

/** Many requests get the same object, so none may change it. */
function deepFreeze<T extends object>(value: T): T {
  for (const each of Object.values(value) as unknown[]) {
    if (typeof each === 'object' && each !== null && !Object.isFrozen(each)) deepFreeze(each);
  }
  return Object.freeze(value);
}
