import type { Line } from '../parse-record.ts';
import { withTimeOfCount } from './counters.ts';
import { withEndOfActivation, withEndOfDays } from './ends.ts';
import { type CustomerKey, findCustomers } from './known-customers.ts';
import { findLicenses } from './known-licenses.ts';
import { faultOfLicense } from './license-fault.ts';
import { type Resolve, mapAccepted } from './resolving.ts';
import { faultOfRepeat, rowOf } from './row-of.ts';

const CUSTOMER = {
  id: 'customer_id',
  reference: 'customer_reference',
  email: 'customer_email',
  company: 'customer_company',
};

/** A license is identified by ID, else by license key, else by product and order. */
export const resolveLicenses: Resolve = async (resolving) => {
  const { lines, staging, refuse, update, now } = resolving;
  const known = await findLicenses(resolving, 'id');
  const there = update ? lines.flatMap((line) => known.matching(line).rows) : [];
  const users = await staging.countAssignments(there.map(({ id }) => id));
  const customers = await findCustomers(resolving, lines.map(customerOf), CUSTOMER);

  return mapAccepted(lines, (line) => {
    const product = known.productOf(line);
    const { column, rows } = known.matching(line);
    // This comes first: of a row of an earlier line only the identifying columns are known.
    const repeat = faultOfRepeat(rows);
    if (repeat !== undefined) return refuse(line, column, repeat);
    const fault =
      known.faultOf(line) ??
      faultOfLicense(line, {
        product,
        license: rows[0],
        users: users.get(rows[0]?.id ?? 0) ?? 0,
      });
    if (fault !== undefined) return refuse(line, ...fault);
    const key = customerOf(line);
    const hasCustomer = [key.id, key.reference, key.email].some((one) => one !== null);
    const customer = hasCustomer ? customers.referred(line, key) : null;
    if (customer === undefined) return undefined;
    const link = { customer_id: customer?.id ?? null };
    const saysCustomer = Object.values(CUSTOMER).some((name) => Object.hasOwn(line.cells, name));
    const ended = withEndOfDays(withEndOfActivation(line, 'valid_until', rows[0]), rows[0], now);
    const staged = rowOf(resolving, withTimeOfCount(ended, now), {
      column,
      matches: rows,
      keys: ({ id }) => ({ id }),
      defaults: {
        ...link,
        product_id: product?.id ?? null,
        times_activated: 0,
        vacated_seats: 0,
        updated_at: now,
      },
      changes: { ...(saysCustomer && link), updated_at: now },
    });
    if (staged === undefined) return undefined;
    known.add(staged.row);
    return staged;
  });
};

/** An empty text counts as no value. */
function customerOf({ cells }: Line): CustomerKey {
  return {
    id: cells[CUSTOMER.id] ?? null,
    reference: cells[CUSTOMER.reference] || null,
    email: cells[CUSTOMER.email] || null,
    company: cells[CUSTOMER.company] ?? null,
  };
}
