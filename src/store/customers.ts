import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

export function customerStore(db: Kysely<Schema>) {
  return {
    async create(
      customer: {
        id: number;
        customerAccountId: number | null;
        email: string;
        companyName: string;
      },
      now: Date,
    ): Promise<void> {
      await db
        .insertInto('customers')
        .values({
          id: customer.id,
          customer_account_id: customer.customerAccountId,
          email: customer.email,
          company_name: customer.companyName,
          reference: '',
          phone: '',
          first_name: '',
          last_name: '',
          city: '',
          postcode: '',
          state: '',
          country: '',
          address: '',
          metadata: '{}',
          created_at: now.getTime(),
          updated_at: now.getTime(),
        })
        .execute();
    },
  };
}
