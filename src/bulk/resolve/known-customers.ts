import type { Found } from '../../store/staging.ts';
import type { Cell } from '../cell-types.ts';
import { Known } from './known.ts';
import type { Matches, Resolving } from './resolving.ts';

/** What a file may say of a customer; the first of it that it says decides. */
export interface CustomerKey {
  readonly id: Cell;
  readonly reference: Cell;
  readonly email: Cell;
  /** null for any. */
  readonly company: Cell;
}

/** @param names what the file calls the parts of the key */
export async function findCustomers(
  { staging }: Resolving,
  keys: readonly CustomerKey[],
  names: { id: string; reference: string; email: string },
) {
  const stated = <T extends Cell>(values: readonly Cell[]) =>
    [...new Set(values)].filter((value) => value !== null && value !== '') as T[];
  const find = async (
    column: 'id' | 'reference' | 'email',
    values: readonly Cell[],
  ): Promise<Known<Found<'customers'>>> =>
    new Known(await staging.find('customers', { [column]: stated(values) }), (row) => row[column]);
  const byId = await find(
    'id',
    keys.map(({ id }) => id),
  );
  const byReference = await find(
    'reference',
    keys.map((key) => (key.id === null ? key.reference : null)),
  );
  const isByEmail = ({ id, reference }: CustomerKey) => id === null && !reference;
  const byEmail = await find(
    'email',
    keys.map((key) => (isByEmail(key) ? key.email : null)),
  );

  return {
    matching({ id, reference, email, company }: CustomerKey): Matches<'customers'> {
      if (id !== null) return { column: names.id, rows: byId.get(id) };
      if (reference) return { column: names.reference, rows: byReference.get(reference) };
      const rows = byEmail
        .get(email)
        .filter(({ company_name: name }) => company === null || name === company);
      return { column: names.email, rows };
    },
    add(row: Found<'customers'>) {
      for (const known of [byId, byReference, byEmail]) known.add(row);
    },
  };
}
