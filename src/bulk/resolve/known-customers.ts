import type { Found } from '../../store/bulk/staging.ts';
import type { Cell } from '../cell-types.ts';
import type { Line } from '../parse-record.ts';
import { faultOfNames, faultOfNewId, faultOfReference, findNeighbours } from './ids.ts';
import { Known } from './known.ts';
import { type Matches, singleMatch, type Resolving, storedBefore } from './resolving.ts';

/** The columns that identify a customer. The first one that has a value decides. */
export interface CustomerKey {
  readonly id: Cell;
  readonly reference: Cell;
  readonly email: Cell;
  /** null for any. */
  readonly company: Cell;
}

type Customer = Found<'customers'>;

/** Finds the customers that lines refer to. @param names the columns that contain the parts of the key */
export async function findCustomers(
  resolving: Resolving,
  keys: readonly CustomerKey[],
  names: { id: string; reference: string; email: string; company: string },
) {
  const stated = <T extends Cell>(values: readonly Cell[]) =>
    [...new Set(values)].filter((value) => value !== null && value !== '') as T[];
  const find = async (column: 'id' | 'reference' | 'email'): Promise<Known<Customer>> => {
    const values = keys.map((key) => key[column]);
    const rows = await resolving.staging.find('customers', { [column]: stated(values) });
    return new Known(rows, (row) => row[column]);
  };
  const byId = await find('id');
  const byReference = await find('reference');
  const byEmail = await find('email');
  const neighbours = await findNeighbours(
    resolving,
    'customers',
    keys.map(({ id }) => id),
  );
  const withReference = ({ reference }: CustomerKey) =>
    reference ? byReference.get(reference) : [];
  const withAddress = ({ email, company }: CustomerKey) =>
    byEmail.get(email).filter((row) => company === null || row.company_name === company);
  const matching = (key: CustomerKey): Matches<'customers'> => {
    if (key.id !== null) return { column: names.id, rows: byId.get(key.id) };
    if (key.reference) return { column: names.reference, rows: withReference(key) };
    return { column: names.email, rows: withAddress(key) };
  };
  const namesOf = (key: CustomerKey, row: Customer) => {
    const isTaken = (rows: readonly Customer[]) =>
      rows.length > 0 && rows.every(({ id }) => id !== row.id);
    const { reference, email, company } = key;
    return [
      {
        column: names.reference,
        given: reference,
        own: row.reference,
        isTaken: isTaken(withReference(key)),
      },
      // The Admin API does not change the case of these addresses.
      {
        column: names.email,
        given: email,
        own: row.email.toLowerCase(),
        isTaken: isTaken(withAddress(key)),
      },
      { column: names.company, given: company, own: row.company_name },
    ];
  };

  return {
    matching,

    /** The reason why a line must not create or change the customer with its ID; undefined when it may. */
    faultOf(key: CustomerKey): readonly [column: string, reason: string] | undefined {
      if (key.id === null) return undefined;
      const [row] = byId.get(key.id);
      const neighbour = neighbours(key.id);
      if (row !== undefined) {
        const reference = { column: names.id, id: row.id, neighbour };
        return faultOfNames(reference, namesOf(key, row));
      }
      const [called] = storedBefore(resolving, withReference(key));
      const [addressed] = storedBefore(resolving, withAddress(key));
      const known =
        called === undefined
          ? addressed && { column: names.email, name: key.email, id: addressed.id }
          : { column: names.reference, name: key.reference, id: called.id };
      const reason = faultOfNewId(key.id, known, neighbour);
      return reason === undefined ? undefined : [names.id, reason];
    },

    /** The customer that a line refers to; undefined when the line was refused. */
    referred(line: Line, key: CustomerKey): Customer | undefined {
      const row = singleMatch(resolving, line, matching(key));
      if (row === undefined) return undefined;
      const neighbour = key.id === null ? undefined : neighbours(key.id);
      const fault = faultOfReference(
        { column: names.id, id: row.id, neighbour },
        namesOf(key, row),
      );
      return fault === undefined ? row : resolving.refuse(line, ...fault);
    },

    add(row: Customer) {
      for (const known of [byId, byReference, byEmail]) known.add(row);
    },
  };
}
