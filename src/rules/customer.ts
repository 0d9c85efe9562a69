import { json, nullable, number, text, type Values } from './fields.ts';

/** The fields of a customer that the vendor sets. Texts are empty when unset. */
export const customerFields = {
  /** null for a customer without a customer account. */
  customer_account_id: nullable(number),
  reference: text,
  email: text,
  company_name: text,
  first_name: text,
  last_name: text,
  phone: text,
  address: text,
  postcode: text,
  city: text,
  state: text,
  country: text,
  metadata: json<Record<string, unknown>>(),
};

/** A customer, to whom licenses are issued. */
export interface Customer extends Values<typeof customerFields> {
  readonly id: number;
}

/** A customer, with the code of the customer account. */
export interface CustomerWithAccount extends Customer {
  readonly customer_account: string | null;
}
