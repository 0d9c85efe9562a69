import type { Found } from '../../store/staging.ts';
import type { Line } from '../parse-record.ts';
import { type CustomerKey, findCustomers } from './known-customers.ts';
import { findLicenses } from './known-licenses.ts';
import { onlyOne, type Resolve, takeEach } from './resolving.ts';
import { rowOf } from './row-of.ts';

const CUSTOMER = {
  ...{ id: 'customer_id', reference: 'customer_reference', email: 'customer_email' },
  company: 'customer_company',
};

/** A license is known by id, else by key, else by product and order. */
export const resolveLicenses: Resolve = async (resolving) => {
  const { lines, refuse, now } = resolving;
  const known = await findLicenses(resolving, 'id');
  const customers = await findCustomers(resolving, lines.map(customerOf), CUSTOMER);

  return takeEach(lines, (line) => {
    const product = known.productOf(line);
    const { column, rows } = known.matching(line);
    const fault = faultOf(line, { product, license: rows[0], namesakes: known.withKeyOf(line) });
    if (fault !== undefined) return refuse(line, ...fault);
    const key = customerOf(line);
    const hasCustomer = [key.id, key.reference, key.email].some((one) => one !== null);
    const customer = hasCustomer ? onlyOne(resolving, line, customers.matching(key)) : null;
    if (customer === undefined) return undefined;
    const link = { customer_id: customer?.id ?? null };
    const saysCustomer = Object.values(CUSTOMER).some((name) => Object.hasOwn(line.cells, name));
    const staged = rowOf(resolving, line, {
      column,
      matches: rows,
      keys: ({ id }) => ({ id }),
      beside: {
        ...{ ...link, product_id: product?.id ?? null },
        ...{ times_activated: 0, vacated_seats: 0, updated_at: now },
      },
      changes: { ...(saysCustomer && link), updated_at: now },
    });
    if (staged === undefined) return undefined;
    known.add(staged.row);
    return staged;
  });
};

/** An empty text says as little of a customer as none. */
function customerOf({ cells }: Line): CustomerKey {
  return {
    id: cells[CUSTOMER.id] ?? null,
    reference: cells[CUSTOMER.reference] || null,
    email: cells[CUSTOMER.email] || null,
    company: cells[CUSTOMER.company] ?? null,
  };
}

/** What a license may not be, with the column that says so. */
function faultOf(
  { cells }: Line,
  known: {
    product: Found<'products'> | undefined;
    license: Found<'licenses'> | undefined;
    namesakes: readonly Found<'licenses'>[];
  },
): [column: string, reason: string] | undefined {
  const { product, license, namesakes } = known;
  const { product: code = null, license_key: key = null, id = null } = cells;
  const { max_activations: seats = null } = cells;
  if (code === null && license === undefined) return ['product', 'is missing'];
  if (code !== null && product === undefined) {
    return ['product', `${JSON.stringify(code)} is not there`];
  }
  if (id !== null && namesakes.some((other) => other.id !== id)) {
    return ['license_key', 'is that of another license'];
  }
  if (license !== undefined) {
    if (product !== undefined && product.id !== license.product_id) {
      return ['product', 'is not the one that the license is for'];
    }
    if (seats !== null && Number(seats) < license.times_activated) {
      return ['max_activations', `is less than the ${license.times_activated} device(s) it has`];
    }
    return undefined;
  }
  const isByKey = product?.authorization_method === 'license-key';
  if (isByKey && key === null) return ['license_key', 'is missing; the product asks for it'];
  if (!isByKey && key !== null) return ['license_key', 'is not for a product of users'];
  return undefined;
}
