import fc from 'fast-check';
import type { Call, Credentials } from '../support/client.ts';
import type { DeclaredOperation } from '../support/contract.ts';
import { bodyOf, queryOf, seldom } from './arbitrary-fields.ts';
import { type Known, letters } from './arbitrary-value.ts';

/** What is known to those who sign their requests. */
export interface KnownToSigners extends Known {
  readonly credentials: readonly Credentials[];
}

export type ArbitraryCall = Omit<Call, 'headers'> & {
  readonly operation: DeclaredOperation;
  readonly credentials: Credentials;
  /** What is wrong with its headers, if anything. */
  readonly headerFault: HeaderFault | undefined;
};

type HeaderFault =
  | { readonly kind: 'omit'; readonly names: readonly string[] }
  | { readonly kind: 'date'; readonly seconds: number }
  | { readonly kind: 'raw'; readonly date: string; readonly authorization: string };

/** Requests of any operation, most of them nearly right. */
export function arbitraryCall(
  operations: readonly DeclaredOperation[],
  known: KnownToSigners,
): fc.Arbitrary<ArbitraryCall> {
  const weighed = operations.flatMap((one) => (one.isPublic ? [one] : [one, one, one, one]));
  return fc.constantFrom(...weighed).chain((operation) => {
    const content: Record<string, fc.Arbitrary<unknown>> = operation.method === 'POST'
      ? bodyOf(operation, known)
      : queryOf(operation, known);
    return fc.record({
      operation: fc.constant(operation),
      credentials: fc.constantFrom(...known.credentials),
      headerFault: seldom(headerFault()),
      slash: fc.boolean(),
      ...content,
    });
  });
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
