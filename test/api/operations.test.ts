import { describe, expect, it } from '@jest/globals';
import { operations } from '../../generated/operations.ts';
import type {
  AdminOperation,
  AdminRequest,
  Handlers,
  PublicOperation,
  PublicRequest,
  SignedOperation,
  SignedRequest,
} from '../../src/contract/operation.ts';
import { declaredOperations } from '../support/contract.ts';

// Checked by the compiler: each of these fails the type check as soon as it would be accepted.
const { getSsoUrl, ...withoutOne } = operations;
// @ts-expect-error -- an operation of the contract has no handler
withoutOne satisfies Handlers;
// @ts-expect-error -- a handler that the contract does not know
({ ...operations, getNothing: getSsoUrl }) satisfies Handlers;
// @ts-expect-error -- two handlers swapped
({ ...operations, getSsoUrl: operations.checkLicense }) satisfies Handlers;
// @ts-expect-error -- a status that the contract does not declare
(() => Promise.resolve({ status: 201, body: { url: '' } })) satisfies SignedOperation<'getSsoUrl'>;
// @ts-expect-error -- a body that does not fit
(() => Promise.resolve({ status: 200, body: { uri: '' } })) satisfies SignedOperation<'getSsoUrl'>;

// Each kind of operation has its own ids,
type Kinds = [
  // @ts-expect-error -- an operation of the Admin API is not signed
  SignedOperation<'getProduct'>,
  // @ts-expect-error -- a signed operation has no admin token
  AdminOperation<'getSsoUrl'>,
  // @ts-expect-error -- a public operation is not signed, in the License API either
  SignedOperation<'getMetadata'>,
  // @ts-expect-error -- a signed operation is not public
  PublicOperation<'getSsoUrl'>,
];
// and reads only what its callers come with.
type Credentials = [
  SignedRequest<'getSsoUrl'>['credential'],
  // @ts-expect-error -- no admin token comes with a signed request
  SignedRequest<'getSsoUrl'>['adminToken'],
  AdminRequest<'getProduct'>['adminToken'],
  // @ts-expect-error -- no credential comes with an admin token
  AdminRequest<'getProduct'>['credential'],
  // @ts-expect-error -- nobody has to say who calls a public operation
  PublicRequest<'getMetadata'>['origin'],
];

describe('the operations', () => {
  it('are those of the contract', () => {
    const declared = declaredOperations.map(({ operationId }) => operationId);
    expect(Object.keys(operations).sort()).toEqual(declared.sort());
  });
});

export type { Credentials, Kinds };
