import { ApiError } from '../../rules/errors.ts';
import type { ScopeIds } from '../../rules/oauth-client.ts';
import type { Tables } from '../../store/tables.ts';
import { unknownId } from '../change.ts';
import { assertAccount } from '../customers/assert-account.ts';
import { assertCustomer } from '../licenses/assert-customer.ts';

/** Checks that a new client is for one thing at most, which exists. @throws ApiError validation_error */
export async function assertScope(store: Tables, ids: ScopeIds): Promise<void> {
  const { customer_account_id, customer_id, license_id } = ids;
  const given = Object.entries({ customer_account_id, customer_id, license_id })
    .filter(([, id]) => id !== null)
    .map(([name]) => `body.${name}`);
  if (given.length > 1) {
    throw new ApiError(
      'validation_error',
      `${given.join(' and ')} exclude each other; send one of them`,
    );
  }
  await assertAccount(store, customer_account_id);
  await assertCustomer(store, customer_id);
  if (license_id !== null && (await store.licenses.find(license_id)) === undefined) {
    throw unknownId('license_id', 'license', license_id);
  }
}
