import fc from 'fast-check';
import type { AdminCall } from '../support/admin-client.ts';
import type { DeclaredOperation } from '../support/contract.ts';
import { bodyOf, queryOf, seldom } from './arbitrary-fields.ts';
import { type Known, letters } from './arbitrary-value.ts';

type Path = Record<string, number>;

/** What is known to those who have an admin token. */
export interface KnownToAdmins extends Known {
  /** For each operation, paths that lead somewhere. */
  readonly paths: Record<string, readonly Path[]>;
  /** For each collection, the ids of what is in it. They change while requests are made. */
  readonly ids: Record<string, readonly number[]>;
}

export type ArbitraryAdminCall = Omit<AdminCall, 'authorization'> & {
  readonly operationId: string;
  /** What comes in place of a valid token, if anything. */
  readonly tokenFault: Pick<AdminCall, 'authorization'> | undefined;
};

/** What stands in a path in place of an id. Dots are not there: clients resolve them before they ask. */
const NO_IDS = [
  ...['abc', '0', '-1', '1.5', '1e3', '+1', '0x10', '1000000000000001', '9007199254740991'],
  ...['9007199254740992', '9223372036854775808', '9'.repeat(400), 'null', '__proto__', '%31'],
  ...['%00', '%F0', '%ED%A0%80', '%2F', '%20', '%', 'x'.repeat(2_000)],
];
const ETAGS = ['"1"', '"1"', '"2"', '"3"', '"0"', '"01"', 'W/"1"', '*', '""', '1', '"1", "2"', ''];
const TOKENS = [undefined, '', 'Bearer', 'Bearer guessed', 'Basic Zm9vOmJhcg==', 'bearer  a b'];

/** Requests of any operation, most of them nearly right. */
export function arbitraryAdminCall(
  operations: readonly DeclaredOperation[],
  known: KnownToAdmins,
): fc.Arbitrary<ArbitraryAdminCall> {
  return fc.constantFrom(...operations).chain((operation) =>
    fc.record({
      operationId: fc.constant(operation.operationId),
      path: pathOf(operation, known),
      // Also where the contract has no such header.
      ifMatch: sometimes(fc.oneof(fc.constantFrom(...ETAGS, `"${'9'.repeat(40)}"`), header())),
      idempotencyKey: sometimes(idempotencyKey()),
      tokenFault: seldom(
        fc.record({ authorization: fc.oneof(fc.constantFrom(...TOKENS), header()) }),
      ),
      ...contentOf(operation, known),
    }),
  );
}

/** Query and body. What the operation has not is sent to it now and then. */
function contentOf(
  operation: DeclaredOperation,
  known: Known,
): Record<string, fc.Arbitrary<unknown>> {
  const { query, rawQuery } = queryOf(operation, known);
  if (operation.method === 'GET') return { query, rawQuery };
  if ('application/octet-stream' in (operation.requestBody?.content ?? {})) {
    const types = ['application/octet-stream', 'application/octet-stream; a=b', 'text/plain', null];
    const rawBody = fc.oneof(fc.constantFrom('', 'a file'), fc.string({ maxLength: 100 }));
    return { query, rawQuery, rawBody, contentType: fc.constantFrom(...types) };
  }
  const { body, rawBody, contentType } = bodyOf(operation, known);
  return operation.requestBody === undefined
    ? { query, rawQuery, rawBody, contentType }
    : { rawQuery, body, rawBody, contentType };
}

/** A path that leads somewhere, one to whatever there is, one to things of another kind, or none. */
function pathOf(
  { operationId, path, parameters }: DeclaredOperation,
  known: KnownToAdmins,
): fc.Arbitrary<NonNullable<AdminCall['path']>> {
  const kinds: Record<string, string> = {
    id: path.split('/')[3] ?? '',
    device_id: 'devices',
    user_id: 'license-users',
  };
  const names = parameters.filter((one) => one.in === 'path').map(({ name }) => name);
  const each = (idOf: (name: string) => fc.Arbitrary<string | number>) =>
    fc.record(Object.fromEntries(names.map((name) => [name, idOf(name)])));
  const idIn = (ids: readonly number[] = []) =>
    ids.length === 0 ? fc.nat() : fc.constantFrom(...ids);
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...(known.paths[operationId] ?? [{}])) },
    { weight: 4, arbitrary: each((name) => idIn(known.ids[kinds[name] ?? ''])) },
    { weight: 1, arbitrary: each(() => idIn(Object.values(known.ids).flat())) },
    { weight: 1, arbitrary: each(() => fc.constantFrom(...NO_IDS)) },
  );
}

function idempotencyKey(): fc.Arbitrary<string> {
  // Far longer than the contract lets through, and not to be made smaller by compression.
  const long = fc.string({
    unit: 'grapheme-ascii',
    minLength: 3_000,
    maxLength: 3_000,
    size: 'max',
  });
  return fc.oneof(fc.constantFrom('a', 'b', 'c', 'x'.repeat(255)), fc.uuid(), header(), long);
}

/** A text that HTTP lets stand in a header. */
const header = () => fc.string({ unit: letters('aZ09"/*,; -=\té') });
const sometimes = <T>(what: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: what });
