import fc from 'fast-check';
import { type DeclaredOperation, resolve, type Schema } from '../support/contract.ts';
import { anything, type Fields, type Known, letters, valueOf } from './arbitrary-value.ts';

type Parts<Name extends string> = Record<Name, fc.Arbitrary<unknown>>;

/** The body of a request, and what may be wrong with it as a whole. */
export function bodyOf(
  operation: DeclaredOperation,
  known: Known,
): Parts<'body' | 'rawBody' | 'contentType'> {
  const schema = resolve(operation.requestBody?.content['application/json']?.schema ?? {});
  const body = fields(operation, propertiesOf(schema), known);
  const rawBody = fc.oneof(
    fc.json(),
    fc.string({ unit: 'binary' }),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    fc.tuple(body, fc.nat(200)).map(([one, cut]) => JSON.stringify(one).slice(0, cut)),
    fc.constantFrom(' '.repeat(70_000), '{"__proto__":{"polluted":true}}', 'null', '[]', '""'),
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

/** The query of a request, and what may be wrong with it as a whole. */
export function queryOf(operation: DeclaredOperation, known: Known): Parts<'query' | 'rawQuery'> {
  const properties = Object.fromEntries(
    operation.parameters
      .filter((one) => one.in === 'query')
      .map(({ name, schema }) => [name, resolve(schema)]),
  );
  // A free-form parameter has no name of its own.
  delete properties['others'];
  return {
    query: fields(operation, properties, known).map(asQuery).filter(isShort),
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
  const values = (some: readonly string[]) =>
    fc.record(
      Object.fromEntries(some.map((name) => [name, valueOf(name, properties[name] ?? {}, known)])),
    );
  const bases = known.requests[operation.operationId] ?? [{}];
  return seldom(fc.constant({}), fc.constantFrom(...bases)).chain((base = {}) =>
    fc
      .record({
        replaced: fc.oneof(
          fc.constant({}),
          someOf(Object.keys(base), 1).chain(values),
          // One alone: among several, another would be what is refused.
          { weight: 2, arbitrary: someOf(names, 1, 1).chain(values) },
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

/** The properties of a schema, also of those it is made of. */
function propertiesOf({ properties = {}, allOf = [], oneOf = [] }: Schema): Record<string, Schema> {
  const own = Object.entries(properties).map(([name, one]) => [name, resolve(one)]);
  const parts = [...allOf, ...oneOf].map((part) => propertiesOf(resolve(part)));
  return Object.assign({}, ...parts, Object.fromEntries(own)) as Record<string, Schema>;
}

/** As a query says it: text, several times where it is a list. */
function asQuery(all: Fields): Record<string, string | string[]> {
  const asText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  return Object.fromEntries(
    Object.entries(all)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, Array.isArray(value) ? value.map(asText) : asText(value)]),
  );
}

/** Node reads 16 KiB of a request's head: the answer to any more is none of the operation's. */
function isShort(query: Record<string, string | string[]>): boolean {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, one]),
  );
  return new URLSearchParams(pairs).toString().length < 9_000;
}

/** So many of them, as far as there are so many. */
const someOf = (names: readonly string[], most: number, least = 0) =>
  fc.subarray([...names], {
    minLength: Math.min(least, names.length),
    maxLength: Math.min(most, names.length),
  });
/** @param usual undefined, where nothing is said */
export const seldom = <T, U = undefined>(
  rare: fc.Arbitrary<T>,
  usual: fc.Arbitrary<U | undefined> = fc.constant(undefined),
) => fc.oneof({ weight: 12, arbitrary: usual }, { weight: 1, arbitrary: rare });
