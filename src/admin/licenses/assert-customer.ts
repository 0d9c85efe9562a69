import type { Tables } from '../../store/tables.ts';
import { unknownId } from '../change.ts';

/** Checks that the customer of a license exists. @throws ApiError validation_error */
export async function assertCustomer(store: Tables, id: number | null | undefined): Promise<void> {
  if (typeof id !== 'number') return;
  if ((await store.customers.find(id)) === undefined) {
    throw unknownId('customer_id', 'customer', id);
  }
}
