/** A thing as the Admin API knows it. */
export type Stored<T> = T & {
  /** Counts its changes. */
  readonly revision: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** The part of a row that makes a thing a stored one. */
export function storedFields(row: { revision: number; created_at: number; updated_at: number }) {
  return {
    revision: row.revision,
    createdAt: new Date(row.created_at),
    updatedAt: new Date(row.updated_at),
  };
}
