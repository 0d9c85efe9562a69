import { ApiError } from '../../rules/errors.ts';
import type { StoredConnection } from '../../store/tables/connections.ts';
import type { Tables } from '../../store/tables.ts';
import { notFoundById } from '../change.ts';

/**
 * Finds the connection of a customer account, to show or change it, even if its secret cannot be read.
 * @throws ApiError not_found, also when the account has no connection
 */
export async function connectionOf(
  store: Pick<Tables, 'customerAccounts' | 'connections'>,
  accountId: number,
): Promise<StoredConnection> {
  const connection = await store.connections.findToChange(accountId);
  if (connection !== undefined) return connection;
  if ((await store.customerAccounts.find(accountId)) === undefined) {
    throw notFoundById('customer account', accountId);
  }
  throw noConnection(accountId);
}

export function noConnection(accountId: number): ApiError {
  return new ApiError('not_found', `The customer account ${accountId} has no connection.`);
}
