import type { Line } from '../parse-record.ts';
import { type CustomerKey, findCustomers } from './known-customers.ts';
import { valuesIn, type Resolve, toFound, mapAccepted } from './resolving.ts';
import { faultOfRepeat, rowOf } from './row-of.ts';

/** A customer is identified by ID, else by reference, else by e-mail address and company. */
export const resolveCustomers: Resolve = async (resolving) => {
  const { lines, staging, refuse, now } = resolving;
  const accounts = await staging.find('customer_accounts', {
    code: valuesIn(lines, 'customer_account'),
  });
  const accountIds = new Map(accounts.map(({ code, id }) => [code, id]));
  const names = { id: 'id', reference: 'reference', email: 'email', company: 'company_name' };
  const known = await findCustomers(resolving, lines.map(keyOf), names);

  return mapAccepted(lines, (line) => {
    const key = keyOf(line);
    const code = line.cells['customer_account'] ?? null;
    const accountId = code === null ? null : accountIds.get(String(code));
    if (accountId === undefined) {
      return refuse(line, 'customer_account', `${JSON.stringify(code)} does not exist`);
    }
    const { column, rows } = known.matching(key);
    const fault = faultOfRepeat(rows) === undefined ? known.faultOf(key) : undefined;
    if (fault !== undefined) return refuse(line, ...fault);
    const account = { customer_account_id: accountId };
    const staged = rowOf(resolving, line, {
      column,
      matches: rows,
      keys: ({ id }) => ({ id }),
      defaults: { ...account, updated_at: now },
      changes: { ...(Object.hasOwn(line.cells, 'customer_account') && account), updated_at: now },
    });
    if (staged === undefined) return undefined;
    known.add(toFound<'customers'>(staged.row));
    return staged;
  });
};

function keyOf({ cells }: Line): CustomerKey {
  const {
    id = null,
    reference = '',
    email = '',
    company_name: company = id === null ? '' : null,
  } = cells;
  return { id, reference, email, company };
}
