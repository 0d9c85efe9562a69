/**
 * A field of a record, named as in the contract.
 * @typeParam Value the type of its value in the code; it includes `null` when the field can be empty
 */
export interface Field<Value> {
  /** How the database stores it: unchanged, as 0 or 1, in milliseconds, or as JSON. */
  readonly kind: 'plain' | 'boolean' | 'time' | 'json';
  /** Never set; it only carries the type. */
  readonly value?: Value;
}

export type Fields = Readonly<Record<string, Field<unknown>>>;

/** The values of fields by the name of the field. */
export type Values<F extends Fields> = {
  readonly [Name in keyof F]: F[Name] extends Field<infer Value> ? Value : never;
};

export const text: Field<string> = { kind: 'plain' };
export const number: Field<number> = { kind: 'plain' };
export const boolean: Field<boolean> = { kind: 'boolean' };
export const time: Field<Date> = { kind: 'time' };

/** A text with a fixed set of values. */
export function oneOf<Word extends string>(): Field<Word> {
  return { kind: 'plain' };
}

/** An object that is stored as JSON. */
export function json<Value extends object>(): Field<Value> {
  return { kind: 'json' };
}

export function nullable<Value>(field: Field<Value>): Field<Value | null> {
  return field;
}
