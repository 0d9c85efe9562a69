/** A row of an imported file before its values are checked. */
export interface RawRecord {
  /** The number of its first line, counted from 1. */
  readonly line: number;
  /** Values by column: strings in CSV, any JSON value in JSON Lines. */
  readonly values: ReadonlyMap<string, unknown>;
}
