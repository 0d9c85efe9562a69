import type { Scope } from '../../rules/credential.ts';

/** The column that holds the ID of a scope, in queries of `licenses` with their `customers`. */
export const scopeColumns = {
  customer_account: 'customers.customer_account_id',
  customer: 'licenses.customer_id',
  license: 'licenses.id',
} as const satisfies Record<Exclude<Scope['kind'], 'company'>, string>;

export const scopeKinds = Object.keys(scopeColumns) as (keyof typeof scopeColumns)[];
