import type { Tables } from '../../store/tables.ts';
import { unknownId } from '../change.ts';

/** @throws ApiError validation_error where a customer would belong to an account that is not there */
export async function assertAccount(store: Tables, id: number | null | undefined): Promise<void> {
  if (typeof id !== 'number') return;
  if ((await store.customerAccounts.find(id)) === undefined) {
    throw unknownId('customer_account_id', 'customer account', id);
  }
}
