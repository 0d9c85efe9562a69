import type { KindName } from '../../src/bulk/kinds.ts';
import { fields } from '../../generated/fields.ts';

type Meanings = Readonly<Record<string, string>>;

const license = {
  license_id: 'the license, by its id',
  license_key: 'the license, by its key',
  product: 'the license, by its product and its order',
  order_store_id: 'the order, where `product` is given',
};

/** What the columns are for that are no fields of a new resource, or need other words in a file. */
const meaningsInFiles: Readonly<Record<KindName, Meanings>> = {
  customers: {
    id: 'by which the Admin API knows the customer',
    customer_account: 'code of the customer account',
    email: 'address of the customer',
    created_at: 'since when there is the customer',
  },
  users: {
    id: 'by which the Admin API knows the person',
    email: 'by which the person signs in',
    is_initial_password: 'whether applications ask for another password',
    password: 'a password; it is then an initial one unless the file says otherwise',
    password_hash: 'a password that was hashed elsewhere, in place of `password`',
    created_at: 'since when there is the person',
  },
  licenses: {
    id: 'by which License API and Admin API know the license',
    product: 'code of the product',
    license_key: 'the key; for products of the kind `license-key`, and for no others',
    order_store_id: 'what the order is called',
    customer_id: 'whom it is issued to, by id',
    customer_reference: 'the same by reference',
    customer_email: 'the same by e-mail address',
    customer_company: 'tells customers with the same address apart',
    valid_until: 'its end; nothing for none',
    maintenance_until: 'until when updates are free; nothing for no end',
    transfer_count: 'how often it has moved so far',
    custom_fields:
      'what applications get with it: `[{"name": "…", "data_type": null, "value": "…"}]`',
    created_at: 'since when there is the license',
  },
  assignments: {
    ...license,
    user: 'who gets it, by e-mail address',
    max_activations: 'how many devices this person may have',
  },
  devices: {
    id: 'by which the Admin API knows the device',
    ...license,
    hardware_id: 'what your application calls the device',
    user: 'whose device it is, by e-mail address; nothing where the license has a key',
    active: 'whether it holds a seat',
    vacated: 'whether its seat was given back, and no other device has taken it since',
    fields: 'what the application told of it, such as its host name',
    variables: 'what the application keeps with it',
    activated_at: 'when it got its seat',
    created_at: 'when it was first seen',
    updated_at: 'when it last changed',
    last_seen_at:
      'when its application last activated or checked it, to the hour; nothing where it never did',
  },
};

const resources: Readonly<Partial<Record<KindName, Readonly<Record<string, object>>>>> = {
  customers: fields.NewCustomer,
  users: fields.NewLicenseUser,
  licenses: fields.NewLicense,
};

/** What a column of a kind of file is for: as the contract describes the field, where nothing else is said of it. */
export function meaningOf(kind: KindName, column: string): string {
  const field: { readonly description?: string } = resources[kind]?.[column] ?? {};
  const meaning = meaningsInFiles[kind][column] ?? field.description;
  if (meaning === undefined)
    throw new Error(`nothing says what the column ${column} of ${kind} is`);
  return meaning;
}
