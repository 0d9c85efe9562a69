/** An object with the fields that every resource of the Admin API has. */
export type Stored<T> = T & {
  /** Starts at 1 and grows with each change. */
  readonly revision: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** Reads these fields from a row. */
export function storedFields(row: { revision: number; created_at: number; updated_at: number }) {
  return {
    revision: row.revision,
    createdAt: new Date(row.created_at),
    updatedAt: new Date(row.updated_at),
  };
}
