import fc from 'fast-check';
import type { Call, Credentials } from '../support/client.ts';
import { type DeclaredOperation, resolve, type Schema } from '../support/contract.ts';

type Fields = Record<string, unknown>;

/** What a test knows that the server knows: without it hardly a request would get anywhere. */
export interface Known {
  /** For each operation, fields that belong together. */
  readonly requests: Record<string, readonly Fields[]>;
  /** For each field, values that mean something. */
  readonly values: Record<string, readonly unknown[]>;
  readonly credentials: readonly Credentials[];
}

export type ArbitraryCall = Omit<Call, 'headers'> & {
  readonly operation: DeclaredOperation;
  readonly credentials: Credentials;
  /** What is wrong with its headers, if anything. */
  readonly headerFault: HeaderFault | undefined;
};

export type HeaderFault =
  | { readonly kind: 'omit'; readonly names: readonly string[] }
  | { readonly kind: 'date'; readonly seconds: number }
  | { readonly kind: 'raw'; readonly date: string; readonly authorization: string };

/** Strings that programs trip over. */
const NASTY = [
  ...['', ' ', '0', '-1', '1e9', 'null', 'true', '[]', '{}', '__proto__', 'constructor', '%00'],
  ...["' or 1=1 --", '\u0000', '\ud800', '\u2028', 'é', 'e\u0301', '<script>', '../..', '\r\nA: b'],
  ...['x'.repeat(129), 'x'.repeat(10_000), 'a.b.c', '..', '9007199254740993', 'http://['],
];

/** Requests of any operation, most of them nearly right. */
export function arbitraryCall(
  operations: readonly DeclaredOperation[],
  known: Known,
): fc.Arbitrary<ArbitraryCall> {
  const weighed = operations.flatMap((one) => (one.isPublic ? [one] : [one, one, one, one]));
  return fc.constantFrom(...weighed).chain((operation) =>
    fc.record({
      operation: fc.constant(operation),
      credentials: fc.constantFrom(...known.credentials),
      headerFault: seldom(headerFault()),
      slash: fc.boolean(),
      ...(operation.method === 'POST' ? bodyOf(operation, known) : queryOf(operation, known)),
    }),
  );
}

function bodyOf(operation: DeclaredOperation, known: Known): Record<string, fc.Arbitrary<unknown>> {
  const schema = resolve(operation.requestBody?.content['application/json']?.schema ?? {});
  const body = fields(operation, propertiesOf(schema), known);
  const rawBody = fc.oneof(
    fc.json(),
    fc.string({ unit: 'binary' }),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    fc.tuple(body, fc.nat(200)).map(([one, cut]) => JSON.stringify(one).slice(0, cut)),
    fc.constant(' '.repeat(70_000)),
  );
  return {
    body,
    rawBody: seldom(rawBody),
    contentType: seldom(
      fc.oneof(
        fc.constantFrom(null, 'text/plain', 'application/json; charset=utf-8', 'application/xml'),
        fc.string({ unit: letters('aj/;= ,"*+') }),
      ),
    ),
  };
}

function queryOf(
  operation: DeclaredOperation,
  known: Known,
): Record<string, fc.Arbitrary<unknown>> {
  const properties = Object.fromEntries(
    operation.parameters.map(({ name, schema }) => [name, resolve(schema)]),
  );
  // A free-form parameter has no name of its own.
  delete properties['others'];
  return {
    query: fields(operation, properties, known).map(asQuery),
    rawQuery: seldom(fc.string({ unit: letters('product=&%20[]+;#?/é') })),
  };
}

/** Fields that belong together, some of them replaced, some left out, some added. */
function fields(
  operation: DeclaredOperation,
  properties: Record<string, Schema>,
  known: Known,
): fc.Arbitrary<Fields> {
  const names = Object.keys(properties);
  const valueOf = (name: string): fc.Arbitrary<unknown> => {
    const meant = known.values[name] ?? [];
    const schema = properties[name] ?? {};
    return fc.oneof(
      { weight: meant.length > 0 ? 3 : 0, arbitrary: fc.constantFrom(undefined, ...meant) },
      { weight: 3, arbitrary: fitting(schema) },
      { weight: 2, arbitrary: anything() },
    );
  };
  const values = (some: readonly string[]) =>
    fc.record(Object.fromEntries(some.map((name) => [name, valueOf(name)])));
  const bases = known.requests[operation.operationId] ?? [{}];
  return seldom(fc.constant({}), fc.constantFrom(...bases)).chain((base = {}) =>
    fc
      .record({
        replaced: fc.oneof(
          fc.constant({}),
          someOf(Object.keys(base), 1).chain(values),
          someOf(names, 3).chain(values),
        ),
        omitted: seldom(someOf(names, 2), fc.constant<string[]>([])),
        strange: seldom(fc.dictionary(fc.string(), anything(), { maxKeys: 3 })),
      })
      .map(({ replaced, omitted, strange }) => {
        const all = Object.entries({ ...base, ...replaced, ...strange });
        return Object.fromEntries(all.filter(([name]) => omitted?.includes(name) !== true));
      }),
  );
}

/** A value that fits the schema. */
function fitting(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.pattern !== undefined) return fc.stringMatching(new RegExp(schema.pattern));
  switch (schema.type) {
    case 'integer':
      return fc.oneof(fc.nat(), fc.maxSafeNat(), fc.constantFrom(schema.minimum, schema.maximum));
    case 'boolean':
      return fc.boolean();
    case 'object':
      return fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.double(), fc.boolean()));
    default: {
      const { minLength = 0, maxLength = 100 } = schema;
      return fc.oneof(
        fc.string({ unit: 'binary', minLength, maxLength: Math.min(maxLength, 100) }),
        fc.string({
          unit: letters('%+@./\\\'"<>&;{}[]\0\r\né'),
          minLength,
          maxLength: Math.max(minLength, 20),
        }),
        fc.constantFrom('x'.repeat(minLength), 'x'.repeat(maxLength)),
      );
    }
  }
}

/** A value that hardly ever fits anything. */
function anything(): fc.Arbitrary<unknown> {
  return fc.oneof(
    fc.constantFrom(...NASTY),
    fc.constantFrom(null, 0, -1, 1.5, 2 ** 53, true, [], {}, [''], { a: { b: [] } }),
    fc.jsonValue(),
  );
}

function headerFault(): fc.Arbitrary<HeaderFault> {
  const text = fc.string({ unit: letters('algorithmhdsnkey=", -256ZéGMT:') });
  return fc.oneof(
    fc.record({
      kind: fc.constant('omit' as const),
      names: fc.subarray(['Date', 'Authorization'], { minLength: 1 }),
    }),
    fc.record({
      kind: fc.constant('date' as const),
      seconds: fc.integer({ min: -2_000, max: 2_000 }),
    }),
    fc.record({ kind: fc.constant('raw' as const), date: text, authorization: text }),
  );
}

/** The properties of a schema, also of those it is made of. */
function propertiesOf(schema: Schema): Record<string, Schema> {
  const own = Object.entries(schema.properties ?? {}).map(([name, one]) => [name, resolve(one)]);
  const parts = (schema.allOf ?? []).map((part) => propertiesOf(resolve(part)));
  return Object.assign({}, ...parts, Object.fromEntries(own)) as Record<string, Schema>;
}

/** As a query says it: text, several times where it is a list. */
function asQuery(all: Fields): Record<string, string | string[]> {
  const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  return Object.fromEntries(
    Object.entries(all)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, Array.isArray(value) ? value.map(text) : text(value)]),
  );
}

/** At most so many of them. */
const someOf = (names: readonly string[], most: number) =>
  fc.subarray([...names], { maxLength: Math.min(most, names.length) });
/** The letters of a text that is made of them. */
const letters = (text: string) => fc.constantFrom(...text.split(''));
const seldom = <T, U = undefined>(
  rare: fc.Arbitrary<T>,
  usual: fc.Arbitrary<U | undefined> = fc.constant(undefined),
) => fc.oneof({ weight: 12, arbitrary: usual }, { weight: 1, arbitrary: rare });
