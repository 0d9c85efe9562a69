import type { Tables } from '../../store/tables.ts';
import { unknownId } from '../change.ts';

/** Checks that the customer account of a customer exists. @throws ApiError validation_error */
export async function assertAccount(store: Tables, id: number | null | undefined): Promise<void> {
  if (typeof id !== 'number') return;
  if ((await store.customerAccounts.find(id)) === undefined) {
    throw unknownId('customer_account_id', 'customer account', id);
  }
}
