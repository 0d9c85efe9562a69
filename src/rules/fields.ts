/**
 * A field of a record, under the name that the contract gives it.
 * @typeParam Value what the code sees; `null` among it where the field can be empty
 */
export interface Field<Value> {
  /** How a database keeps it: as it is, as 0 or 1, in milliseconds, or as JSON. */
  readonly kind: 'plain' | 'boolean' | 'time' | 'json';
  /** Never there: it only carries the type. */
  readonly value?: Value;
}

export type Fields = Readonly<Record<string, Field<unknown>>>;

/** The values of fields, each under its name. */
export type Values<F extends Fields> = {
  readonly [Name in keyof F]: F[Name] extends Field<infer Value> ? Value : never;
};

export const text: Field<string> = { kind: 'plain' };
export const number: Field<number> = { kind: 'plain' };
export const boolean: Field<boolean> = { kind: 'boolean' };
export const time: Field<Date> = { kind: 'time' };

/** A text that is one of a few words. */
export function oneOf<Word extends string>(): Field<Word> {
  return { kind: 'plain' };
}

/** Anything that JSON can hold. */
export function json<Value extends object>(): Field<Value> {
  return { kind: 'json' };
}

export function nullable<Value>(field: Field<Value>): Field<Value | null> {
  return field;
}
