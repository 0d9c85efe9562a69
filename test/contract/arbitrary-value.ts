import fc from 'fast-check';
import { resolve, type Schema } from '../support/contract.ts';

export type Fields = Record<string, unknown>;

/** What a test knows that the server knows: without it hardly a request would get anywhere. */
export interface Known {
  /** For each operation, fields that belong together. */
  readonly requests: Record<string, readonly Fields[]>;
  /** For each field, values that mean something. They may grow while requests are made. */
  readonly values: Record<string, readonly unknown[]>;
}

/** Strings that programs trip over. */
const NASTY = [
  ...['', ' ', '0', '-1', '1e9', 'null', 'true', '[]', '{}', '__proto__', 'constructor', '%00'],
  ...["' or 1=1 --", '\u0000', '\ud800', '\u2028', 'é', 'e\u0301', '<script>', '../..', '\r\nA: b'],
  ...['x'.repeat(129), 'x'.repeat(8_000), 'a.b.c', '..', '9007199254740993', 'http://[', '%', '_'],
];

/** A value of a field: one that means something, one that fits, or anything. */
export function valueOf(name: string, schema: Schema, known: Known): fc.Arbitrary<unknown> {
  const meant = known.values[name] ?? [];
  return fc.oneof(
    { weight: meant.length > 0 ? 3 : 0, arbitrary: fc.constantFrom(undefined, ...meant) },
    { weight: 3, arbitrary: fitting(schema, known) },
    { weight: 2, arbitrary: anything() },
  );
}

/** A value that fits the schema, save that fields in it may be any. */
function fitting(declared: Schema, known: Known): fc.Arbitrary<unknown> {
  const schema = resolve(declared);
  const { type, enum: choices, pattern, allOf, properties } = schema;
  if (choices !== undefined) return fc.constantFrom(...choices);
  if (allOf !== undefined) return fc.oneof(...allOf.map((part) => fitting(part, known)));
  if (Array.isArray(type)) {
    return fc.oneof(...type.map((one: string) => fitting({ ...schema, type: one }, known)));
  }
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'integer':
      return fc.oneof(fc.nat(), fc.maxSafeNat(), fc.constantFrom(schema.minimum, schema.maximum));
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(fitting(schema.items ?? {}, known), { maxLength: 3 });
    case 'object':
      if (properties === undefined) return fc.dictionary(fc.string(), anything());
      return fc.record(
        Object.fromEntries(
          Object.entries(properties).map(([name, one]) => [name, valueOf(name, one, known)]),
        ),
        { requiredKeys: [] },
      );
    default:
      return pattern === undefined ? text(schema) : fc.stringMatching(new RegExp(pattern));
  }
}

function text({ minLength = 0, maxLength = 100 }: Schema): fc.Arbitrary<string> {
  return fc.oneof(
    fc.string({ unit: 'binary', minLength, maxLength: Math.min(maxLength, 100) }),
    // As long as may be, and not to be made smaller by compression.
    fc.string({ unit: 'binary', minLength: maxLength, maxLength, size: 'max' }),
    fc.string({
      unit: letters('%+@./\\\'"<>&;{}[]\0\r\né'),
      minLength,
      maxLength: Math.max(minLength, 20),
    }),
    fc.constantFrom('x'.repeat(minLength), 'x'.repeat(maxLength)),
  );
}

/** A value that hardly ever fits anything. */
export function anything(): fc.Arbitrary<unknown> {
  return fc.oneof(
    fc.constantFrom(...NASTY),
    fc.constantFrom(null, 0, -1, 1.5, 2 ** 31, 2 ** 53, 1e300, true, [], {}, [''], {
      a: { b: [] },
    }),
    fc.jsonValue(),
  );
}

/** The letters of a text that is made of them. */
export const letters = (all: string) => fc.constantFrom(...all.split(''));
