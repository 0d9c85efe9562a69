import type { Kysely } from 'kysely';
import { type Customer, customerFields, type CustomerWithAccount } from '../../rules/customer.ts';
import type { Values } from '../../rules/fields.ts';
import { toColumns } from '../columns.ts';
import { lookUp } from '../look-up.ts';
import type { Filter, Page, PageRequest } from '../pages.ts';
import { revisedTable } from '../revised-table.ts';
import type { Schema } from '../schema.ts';
import type { Stored } from '../stored.ts';

type StoredCustomer = Stored<CustomerWithAccount>;

export function customerStore(db: Kysely<Schema>) {
  const table = revisedTable(db, 'customers', customerFields);

  return {
    async find(id: number): Promise<StoredCustomer | undefined> {
      return withAccount(await table.find(id));
    },

    async list(filter: Filter<'customers'>, page: PageRequest): Promise<Page<StoredCustomer>> {
      const found = await table.list(filter, page);
      return { ...found, items: await withAccounts(found.items) };
    },

    async create(customer: Customer, now: Date): Promise<StoredCustomer> {
      return withAccount(await table.create(customer, now));
    },

    /**
     * Keeps a customer that was changed.
     * @param customer with the revision that it had when it was read
     * @returns the stored customer; undefined when it has changed since it was read
     */
    async update(customer: Stored<Customer>, now: Date): Promise<StoredCustomer | undefined> {
      return withAccount(await table.update(customer, now));
    },

    /** Finds a customer who has exactly these values in all fields. */
    async findSame(customer: Values<typeof customerFields>): Promise<StoredCustomer | undefined> {
      const row = await db
        .selectFrom('customers')
        .select('id')
        .where((eb) =>
          eb.and(
            Object.entries(toColumns(customerFields, customer)).map(([name, value]) =>
              eb(name as 'email', value === null ? 'is' : '=', value as never),
            ),
          ),
        )
        .orderBy('id')
        .limit(1)
        .executeTakeFirst();
      return row && withAccount(await table.find(row.id));
    },

    /** True when the customer has licenses, so that it cannot be deleted. */
    async isInUse(id: number): Promise<boolean> {
      const row = await db
        .selectFrom('licenses')
        .select('id')
        .where('customer_id', '=', id)
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },

    /** Deletes a customer without licenses. @returns false when it has changed since it was read */
    delete: table.delete,
  };

  async function withAccounts(customers: Stored<Customer>[]): Promise<StoredCustomer[]> {
    const ids = customers.map((customer) => customer.customer_account_id);
    const accounts = await lookUp(db, 'customer_accounts', ids);
    return customers.map((customer) => ({
      ...customer,
      customer_account: accounts.get(customer.customer_account_id ?? 0)?.code ?? null,
    }));
  }

  function withAccount(customer: Stored<Customer>): Promise<StoredCustomer>;
  function withAccount(customer?: Stored<Customer>): Promise<StoredCustomer | undefined>;
  async function withAccount(customer?: Stored<Customer>): Promise<StoredCustomer | undefined> {
    return customer && (await withAccounts([customer]))[0];
  }
}
