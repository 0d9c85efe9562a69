import type { Kysely, Selectable } from 'kysely';
import type { CustomerRecord } from '../../rules/customer.ts';
import { deleteUnchanged } from '../delete-unchanged.ts';
import { lookUp } from '../look-up.ts';
import { equal, type Page, type PageRequest, readPage } from '../pages.ts';
import type { Schema } from '../schema.ts';
import { type Stored, storedFields } from '../stored.ts';

/** Filters; undefined means any. */
export interface CustomerFilter {
  readonly email?: string | undefined;
  readonly companyName?: string | undefined;
  readonly reference?: string | undefined;
  readonly customerAccountId?: number | undefined;
}

/** Fields of a customer. Unset texts are empty. */
type Fields = Omit<CustomerRecord, 'id' | 'customerAccount'>;
type NewCustomer = Pick<CustomerRecord, 'id' | 'customerAccountId' | 'email'> & Partial<Fields>;

export function customerStore(db: Kysely<Schema>) {
  return {
    async find(id: number): Promise<Stored<CustomerRecord> | undefined> {
      const row = await db
        .selectFrom('customers')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      return row && (await toCustomer(row));
    },

    async list(filter: CustomerFilter, page: PageRequest): Promise<Page<Stored<CustomerRecord>>> {
      const { email, reference } = filter;
      const values = {
        email,
        reference,
        company_name: filter.companyName,
        customer_account_id: filter.customerAccountId,
      };
      const found = await readPage(db, 'customers', (eb) => equal(eb, values), page);
      return { ...found, items: await toCustomers(found.items) };
    },

    async create(customer: NewCustomer, now: Date): Promise<Stored<CustomerRecord>> {
      const row = await db
        .insertInto('customers')
        .values({
          id: customer.id,
          ...toColumns({ ...BLANK, ...customer }),
          created_at: now.getTime(),
          updated_at: now.getTime(),
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      return toCustomer(row);
    },

    /**
     * Stores a changed customer.
     * @param customer with the revision that it had when it was read
     * @returns the stored customer; undefined when it has changed since it was read
     */
    async update(
      customer: Stored<CustomerRecord>,
      now: Date,
    ): Promise<Stored<CustomerRecord> | undefined> {
      const row = await db
        .updateTable('customers')
        .set({
          ...toColumns(customer),
          revision: customer.revision + 1,
          updated_at: now.getTime(),
        })
        .where('id', '=', customer.id)
        .where('revision', '=', customer.revision)
        .returningAll()
        .executeTakeFirst();
      return row && (await toCustomer(row));
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
    delete: (customer: Stored<CustomerRecord>): Promise<boolean> =>
      deleteUnchanged(db, 'customers', customer),
  };

  async function toCustomers(
    rows: Selectable<Schema['customers']>[],
  ): Promise<Stored<CustomerRecord>[]> {
    const ids = rows.map((row) => row.customer_account_id);
    const accounts = await lookUp(db, 'customer_accounts', ids);
    return rows.map((row) => ({
      id: row.id,
      customerAccountId: row.customer_account_id,
      customerAccount: accounts.get(row.customer_account_id ?? 0)?.code ?? null,
      email: row.email,
      companyName: row.company_name,
      reference: row.reference,
      phone: row.phone,
      firstName: row.first_name,
      lastName: row.last_name,
      city: row.city,
      postcode: row.postcode,
      state: row.state,
      country: row.country,
      address: row.address,
      metadata: JSON.parse(row.metadata) as Record<string, unknown>,
      ...storedFields(row),
    }));
  }

  async function toCustomer(row: Selectable<Schema['customers']>) {
    const [customer] = await toCustomers([row]);
    return customer as Stored<CustomerRecord>;
  }
}

const BLANK = {
  companyName: '',
  reference: '',
  phone: '',
  firstName: '',
  lastName: '',
  city: '',
  postcode: '',
  state: '',
  country: '',
  address: '',
  metadata: {},
};

function toColumns(customer: Fields) {
  return {
    customer_account_id: customer.customerAccountId,
    email: customer.email,
    company_name: customer.companyName,
    reference: customer.reference,
    phone: customer.phone,
    first_name: customer.firstName,
    last_name: customer.lastName,
    city: customer.city,
    postcode: customer.postcode,
    state: customer.state,
    country: customer.country,
    address: customer.address,
    metadata: JSON.stringify(customer.metadata),
  };
}
