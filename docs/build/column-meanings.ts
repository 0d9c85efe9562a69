import type { KindName, kinds } from '../../src/bulk/kinds.ts';

type Meanings = {
  readonly [Kind in KindName]: { readonly [Column in keyof (typeof kinds)[Kind]]: string };
};

const license = {
  license_id: 'the license, by its id',
  license_key: 'the license, by its key',
  product: 'the license, by its product and its order',
  order_store_id: 'the order, where `product` is given',
};

/** What each column of a file is for. The compiler sees to it that each has its words, and no other. */
export const columnMeanings: Meanings = {
  customers: {
    id: 'by which the Admin API knows the customer',
    customer_account: 'code of the customer account',
    reference: 'what you call the customer elsewhere, such as a number',
    email: 'address of the customer',
    company_name: 'the company',
    first_name: 'of the person',
    last_name: 'of the person',
    phone: 'of the person',
    address: 'street and number',
    postcode: 'of the address',
    city: 'of the address',
    state: 'of the address',
    country: 'of the address',
    metadata: 'whatever else you keep',
    created_at: 'since when there is the customer',
  },
  users: {
    id: 'by which the Admin API knows the person',
    email: 'by which the person signs in',
    first_name: 'of the person',
    last_name: 'of the person',
    phone_number: 'of the person',
    enabled: 'whether the person may sign in and use licenses',
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
    license_type: 'how it ends',
    is_trial: 'whether it is a trial',
    enabled: 'whether it may be used',
    valid_until: 'its end; nothing for none',
    maintenance_until: 'until when updates are free; nothing for no end',
    grace_hours: 'for which a subscription goes on after its end',
    max_activations: 'how many devices at a time',
    max_transfers: 'how often it may move to another device; 0 for any number',
    transfer_count: 'how often it has moved so far',
    max_license_users: 'how many people may have it',
    custom_fields:
      'what applications get with it: `[{"name": "…", "data_type": null, "value": "…"}]`',
    metadata: 'whatever else you keep',
    note: 'for you alone',
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
