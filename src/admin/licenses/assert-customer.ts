import type { Tables } from '../../store/tables.ts';
import { unknownId } from '../change.ts';

/** @throws ApiError validation_error where a license would be issued to a customer who is not there */
export async function assertCustomer(store: Tables, id: number | null | undefined): Promise<void> {
  if (typeof id !== 'number') return;
  if ((await store.customers.find(id)) === undefined) {
    throw unknownId('customer_id', 'customer', id);
  }
}
