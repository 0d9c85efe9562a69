import type { KindName } from '../../src/bulk/kind-names.ts';
import { fields } from '../../generated/fields.ts';

type Meanings = Readonly<Record<string, string>>;

const license = {
  license_id: 'ID of the license',
  license_key: 'license key of the license',
  product: 'product code of the license, with `order_store_id` or with the key of a bundle license',
  order_store_id: 'the order, where `product` is given',
};

/** The meaning of columns that are not fields of a new resource, or need other words in a file. */
const meaningsInFiles: Readonly<Record<KindName, Meanings>> = {
  customers: {
    id: 'ID of the customer in the Admin API',
    customer_account: 'code of the customer account',
    email: 'e-mail address of the customer',
    created_at: 'when the customer was created',
  },
  users: {
    id: 'ID of the user in the Admin API',
    email: 'e-mail address, by which the user signs in',
    is_initial_password: 'true when the user must choose another password',
    password: 'a password; an initial one unless `is_initial_password` is false',
    password_hash: 'the hash of a password, instead of `password`',
    created_at: 'when the user was created',
  },
  features: {
    product: 'code of the product',
    code: 'code of the feature, which applications send',
    name: 'name that users see',
    created_at: 'when the feature was created',
  },
  policies: {
    product: 'code of the product',
    code: 'code of the policy, which applications may send',
    name: 'name for yourself',
    terms:
      'terms for new licenses, as in the Admin API. Those that belong to one license are refused',
    created_at: 'when the policy was created',
  },
  bundles: {
    code: 'code of the bundle, which applications send',
    products: 'codes of all its products; those of the file replace those of a bundle that exists',
    name: 'name that users see',
    archived: 'true when new activations are refused; existing ones continue',
    created_at: 'when the bundle was created',
  },
  licenses: {
    id: 'ID of the license in both APIs',
    product: 'code of the product',
    license_key:
      'license key; only for products with the method `license-key`. The licenses of a bundle license have its key',
    trial_holder: 'hardware ID or e-mail address that an application has created this trial for',
    order_store_id: 'number of the order',
    bundle: 'code of the bundle, for a license that belongs to a bundle license',
    bundle_license_id: 'ID of that bundle license',
    customer_id: 'customer of the license, by ID',
    customer_reference: 'customer of the license, by reference',
    customer_email: 'customer of the license, by e-mail address',
    customer_company: 'company of that customer, if several have the same address',
    starts_at: 'when devices can first be activated; empty for at once',
    valid_until: 'end of the license; empty for none',
    valid_days: 'days of validity from the first activation, or `none`',
    maintenance_until: 'end of free updates; empty for none',
    max_activations: 'maximum number of devices at a time',
    max_license_users: 'maximum number of assigned users, only for user products',
    max_consumptions: 'limit of the counter, only for the type `consumption`',
    transfer_count: 'number of transfers so far',
    consumption_period:
      'when the counter starts again at 0, only for the type `consumption`; empty for never',
    total_consumptions: 'what was counted since the last reset',
    counted_at: 'when that last changed; empty for never',
    custom_fields:
      'custom fields for applications: `[{"name": "…", "data_type": null, "value": "…"}]`',
    created_at: 'when the license was issued',
  },
  'license-features': {
    ...license,
    feature: 'code of the feature of the product',
    expires_at: 'end of the feature; empty for none of its own',
    valid_days: 'days of validity from the first activation of the license, or `none`',
    max_consumptions: 'limit of the counter, only for the type `consumption`',
    consumption_period:
      'when the counter starts again at 0, only for the type `consumption`; empty for never',
    total_consumptions: 'what was counted since the last reset',
    counted_at: 'when that last changed; empty for never',
  },
  consumptions: {
    ...license,
    feature:
      'code of the feature; empty for the license itself. The feature need not exist any more',
    day: 'the day in UTC',
    consumptions: 'what was counted on the day, less what was taken back',
  },
  assignments: {
    ...license,
    user: 'e-mail address of the license user',
    max_activations: 'maximum number of devices of this user',
  },
  devices: {
    id: 'ID of the device in the Admin API',
    ...license,
    hardware_id: 'hardware ID that your application sends',
    user: 'e-mail address of its user; empty for a license with a key',
    active: 'true when the device takes a seat',
    vacated: 'true when its seat was given back and not taken again',
    blacklisted: 'true when applications on the device are refused',
    fields: 'what the application reported about it, such as its host name',
    variables: 'variables that the application stored',
    variable_times: 'when each variable was first stored, if that is known',
    activated_at: 'when it took its seat',
    created_at: 'when it was first activated',
    updated_at: 'when it last changed',
    last_seen_at: 'hour in which its application last activated or checked it; empty for never',
  },
  versions: {
    product: 'code of the product',
    release_date: 'when licenses get the version',
    url: 'URL of the file; empty for an uploaded one',
    size: 'bytes of the file; empty when they are not known',
    hash_md5: 'MD5 hash of the file; empty when it is not known',
    hash_sha256: 'SHA-256 hash of the file, by which an uploaded one is found',
    filename: 'name of an uploaded file; empty for one at a URL',
    created_at: 'when the version was created',
  },
};

const resources: Readonly<Partial<Record<KindName, Readonly<Record<string, object>>>>> = {
  customers: fields.NewCustomer,
  users: fields.NewLicenseUser,
  features: fields.NewProductFeature,
  policies: fields.NewLicensePolicy,
  bundles: fields.NewBundle,
  licenses: fields.NewLicense,
  'license-features': fields.NewLicenseFeature,
  versions: fields.NewVersion,
};

/**
 * The meaning of a column. By default it is the description of the field in the contract.
 * @throws Error when there is none
 */
export function meaningOf(kind: KindName, column: string): string {
  const field: { readonly description?: string } = resources[kind]?.[column] ?? {};
  const meaning = meaningsInFiles[kind][column] ?? field.description;
  if (meaning === undefined) throw new Error(`the column ${column} of ${kind} has no description`);
  return meaning;
}
