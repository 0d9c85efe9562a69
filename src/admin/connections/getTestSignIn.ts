import { ApiError } from '../../rules/errors.ts';
import type { AdminOperation } from '../../contract/operation.ts';
import { findTest } from '../../connections/test-sign-ins.ts';
import { notFoundById } from '../change.ts';
import { presentTestSignIn } from './present-test-sign-in.ts';

export const getTestSignIn: AdminOperation<'getTestSignIn'> = async (deps, { path }) => {
  const account = await deps.store.customerAccounts.find(path.id);
  if (account === undefined) throw notFoundById('customer account', path.id);
  const known = await findTest(deps, path.test_sign_in_id);
  if (known?.test.customerAccountId !== account.id) {
    throw new ApiError('not_found', 'There is no such test sign-in, or it has been deleted.');
  }
  return { status: 200, body: presentTestSignIn(deps, known, account.name) };
};
