import { describe, expect, it } from '@jest/globals';
import type { Operation, OperationId } from '../../src/contract/operation.ts';
import { operations } from '../../src/api/operations.ts';
import { declaredOperations } from '../support/contract.ts';

type AllOperations = { [Id in OperationId]: Operation<Id> };

// Checked by the compiler: each of these fails the type check as soon as it would be accepted.
const { getSsoUrl, ...withoutOne } = operations;
// @ts-expect-error -- an operation of the contract has no handler
withoutOne satisfies AllOperations;
// @ts-expect-error -- a handler that the contract does not know
({ ...operations, getNothing: getSsoUrl }) satisfies AllOperations;
// @ts-expect-error -- two handlers swapped
({ ...operations, getSsoUrl: operations.checkLicense }) satisfies AllOperations;
// @ts-expect-error -- a status that the contract does not declare
(() => Promise.resolve({ status: 201, body: { url: '' } })) satisfies Operation<'getSsoUrl'>;
// @ts-expect-error -- a body that does not fit
(() => Promise.resolve({ status: 200, body: { uri: '' } })) satisfies Operation<'getSsoUrl'>;

describe('the operations', () => {
  it('are those of the contract', () => {
    const declared = declaredOperations.map(({ operationId }) => operationId);
    expect(Object.keys(operations).sort()).toEqual(declared.sort());
  });
});
