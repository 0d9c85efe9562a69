import { ApiError } from '../../rules/errors.ts';
import type { AdminOperation } from '../../contract/operation.ts';
import { beginTest } from '../../connections/test-sign-ins.ts';
import { change } from '../change.ts';
import { connectionOf } from './connection-of.ts';
import { presentTestSignIn } from './present-test-sign-in.ts';

export const createTestSignIn: AdminOperation<'createTestSignIn'> = (deps, request) =>
  change(deps, { ...request, body: undefined, headers: {} }, async (store, now) => {
    const { id: accountId } = request.path;
    const connection = await connectionOf(store, accountId);
    if (connection.kind !== 'oidc') {
      throw new ApiError(
        'validation_error',
        `The connection of the customer account ${accountId} is ${connection.kind}: there is no provider to test.`,
      );
    }
    const test = await beginTest(store, accountId, now);
    const { expiresAt } = test;
    const known = { test, state: 'waiting', result: undefined } as const;
    return {
      response: {
        status: 201,
        body: presentTestSignIn(deps, known, ''),
        headers: {
          Location: `/admin/v1/customer-accounts/${accountId}/connection/test-sign-ins/${test.id}`,
        },
      },
      subject: { kind: 'connection', id: accountId },
      // Without the ID: anybody with it can perform the test.
      detail: { expires_at: expiresAt.toISOString() },
    };
  });
