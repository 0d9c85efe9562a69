/** An object with the fields that every resource of the Admin API has. */
export type Stored<T> = T & {
  /** Starts at 1 and grows with each change. */
  readonly revision: number;
  readonly created_at: Date;
  readonly updated_at: Date;
};

/** Reads these fields from a row. */
export function storedFields(row: { revision: number; created_at: number; updated_at: number }) {
  return {
    revision: row.revision,
    created_at: new Date(row.created_at),
    updated_at: new Date(row.updated_at),
  };
}
