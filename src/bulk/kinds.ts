import { fields } from '../../generated/fields.ts';
import { bundleFields } from '../rules/bundle.ts';
import { MOST_CONSUMPTIONS } from '../rules/consumption.ts';
import { customerFields } from '../rules/customer.ts';
import { featureTermFields } from '../rules/license-feature.ts';
import { licensePolicyFields } from '../rules/license-policy.ts';
import { termFields } from '../rules/license-terms.ts';
import { licenseUserFields } from '../rules/license-user.ts';
import { productFeatureFields } from '../rules/product-feature.ts';
import { versionFields } from '../rules/version.ts';
import type { KindName } from './kind-names.ts';
import { passwordHash } from './password-hash.ts';
import type { Column, Columns } from './column.ts';
import { resourceColumns } from './resource-columns.ts';
import {
  type CellType,
  code,
  codes,
  day,
  email,
  integer,
  json,
  licenseKey,
  matching,
  text,
  time,
  times,
  truth,
} from './cell-types.ts';

const idType = integer(1, Number.MAX_SAFE_INTEGER);
const id: Column = { type: idType, default: null, fixed: true, identifies: 'id' };
const timeOfImport: Column = { type: time, default: null, generated: 'now', fixed: true };
const optionalText: Column = { type: text(0, 512), default: '' };
const limit: Column = {
  type: integer(1, 1_000_000_000),
  nullable: true,
  default: null,
  none: 'unlimited',
};
const count: Column = { type: integer(0, 1_000_000_000), default: 0 };
const object: Column = {
  type: json('a JSON object', (value) => !Array.isArray(value)),
  default: '{}',
};
/** When each variable was first stored, as times by name. */
const variableTimes: Column = { type: times('a JSON object of times in UTC'), default: '{}' };
const truthOr = (value: 0 | 1): Column => ({ type: truth, default: value });
/** An empty text counts as no value. */
const optionalEmail: CellType = {
  ...email,
  parse: (value, settings) => (value === '' ? value : email.parse(value, settings)),
};
/** A column that refers to another row. */
const reference = (type: CellType): Column => ({ type, nullable: true, derived: true });

const named = (column: Column): Column => ({ ...column, identifies: 'name' });

const licenseReference = {
  license_id: { ...reference(idType), identifies: 'id' },
  license_key: named(reference(licenseKey)),
  product: reference(text(1, 128)),
  order_store_id: named(reference(text(0, 512))),
} satisfies Columns;

/** Without one of its own, that of the product. */
const floatingTimeout: Column = {
  type: integer(1, 525_600),
  nullable: true,
  default: null,
  none: 'product',
};

const consumptions = integer(-MOST_CONSUMPTIONS, MOST_CONSUMPTIONS);
/** What was counted. An import does not change it. */
const counter = {
  total_consumptions: { type: consumptions, default: 0, fixed: true },
  counted_at: { type: time, nullable: true, default: null, fixed: true },
} satisfies Columns;

const version = fields.NewVersion;
/** What may not be known of a file. */
const known = (type: CellType): Column => ({ type, nullable: true, default: null });
const link = (limits: { readonly pattern: string; readonly maxLength: number }): Column => ({
  type: matching('a URL, or empty', limits),
  default: '',
});

/** The columns of each kind of file. */
export const kinds = {
  customers: {
    id,
    customer_account: reference(text(1, 128)),
    ...resourceColumns(customerFields, fields.NewCustomer, {
      customer_account_id: undefined,
      reference: named(optionalText),
      email: { type: email },
    }),
    created_at: timeOfImport,
  },
  users: {
    id,
    ...resourceColumns(licenseUserFields, fields.NewLicenseUser, {
      email: { type: email },
      // The users of an import know their passwords.
      is_initial_password: truthOr(0),
    }),
    password: { ...reference(text(1, 1024)), secret: true },
    password_hash: { type: passwordHash, nullable: true, default: null, secret: true },
    created_at: timeOfImport,
  },
  features: {
    product: { type: text(1, 128), derived: true },
    ...resourceColumns(productFeatureFields, fields.NewProductFeature, {
      product_id: undefined,
      code: named({ type: code }),
    }),
    created_at: timeOfImport,
  },
  policies: {
    product: { type: text(1, 128), derived: true },
    ...resourceColumns(licensePolicyFields, fields.NewLicensePolicy, {
      product_id: undefined,
      code: named({ type: code }),
    }),
    created_at: timeOfImport,
  },
  bundles: {
    code: named({ type: code }),
    products: { type: codes(fields.NewBundle.product_ids.maxItems), derived: true },
    ...resourceColumns(bundleFields, fields.NewBundle, { code: undefined }),
    archived: truthOr(0),
    created_at: timeOfImport,
  },
  licenses: {
    id,
    product: { type: text(1, 128), derived: true },
    license_key: named({ type: licenseKey, nullable: true, default: null }),
    trial_holder: { type: text(1, 320), nullable: true, default: null, fixed: true },
    order_store_id: named({ type: text(1, 128), default: null, generated: 'uuid' }),
    bundle: reference(text(1, 128)),
    bundle_license_id: { ...reference(idType), identifies: 'id' },
    customer_id: { ...reference(idType), identifies: 'id' },
    customer_reference: named(reference(text(0, 512))),
    customer_email: reference(optionalEmail),
    customer_company: reference(text(0, 512)),
    ...columnsAfter(
      'max_transfers',
      { transfer_count: { ...count, fixed: true } },
      resourceColumns(termFields, fields.NewLicense, {
        customer_id: undefined,
        order_store_id: undefined,
        starts_at: { type: time, nullable: true, default: null },
        valid_days: { type: integer(1, 36_500), nullable: true, default: null, none: 'none' },
        floating_timeout: floatingTimeout,
      }),
    ),
    ...counter,
    created_at: timeOfImport,
  },
  'license-features': {
    ...licenseReference,
    feature: { type: text(1, 128), derived: true },
    ...resourceColumns(featureTermFields, fields.NewLicenseFeature, {
      valid_days: { type: integer(1, 36_500), nullable: true, default: null, none: 'none' },
      floating_timeout: floatingTimeout,
    }),
    ...counter,
  },
  consumptions: {
    ...licenseReference,
    feature: reference(code),
    day: { type: day, derived: true },
    consumptions: { type: consumptions },
  },
  assignments: {
    ...licenseReference,
    user: { type: email, derived: true },
    max_activations: limit,
  },
  devices: {
    id,
    ...licenseReference,
    hardware_id: named({ type: text(1, 256) }),
    user: reference(email),
    active: truthOr(1),
    vacated: truthOr(0),
    blacklisted: truthOr(0),
    fields: object,
    variables: object,
    variable_times: variableTimes,
    activated_at: timeOfImport,
    created_at: timeOfImport,
    updated_at: timeOfImport,
    last_seen_at: { type: time, nullable: true, default: null },
  },
  versions: {
    product: { type: text(1, 128), derived: true },
    ...resourceColumns(versionFields, version, {
      product_id: undefined,
      version: { type: matching('a version such as 1.3.0 or 2.0.0-beta.1', version.version) },
      environment: {
        type: matching(
          'letters, digits, -, _ and ., at most 32 of them, or empty',
          version.environment,
        ),
        default: '',
      },
      channel: {
        type: matching('letters, digits, -, _ and ., at most 32 of them', version.channel),
        default: 'prod',
      },
      release_date: { type: time, default: null, generated: 'now' },
      eula_link: link(version.eula_link),
      release_notes_link: link(version.release_notes_link),
      url: known(matching('a URL', version.url)),
      upload_id: undefined,
      size: known(integer(0, Number.MAX_SAFE_INTEGER)),
      hash_md5: known(matching('32 digits of a hexadecimal number', version.hash_md5)),
      hash_sha256: known(matching('64 digits of a hexadecimal number', version.hash_sha256)),
    }),
    filename: reference(text(1, 256)),
    created_at: timeOfImport,
  },
} satisfies Record<KindName, Columns>;

/** Inserts columns after the one with a name. */
function columnsAfter<A extends Columns, B extends Columns>(name: keyof A, more: B, columns: A) {
  const all = Object.entries(columns).flatMap((column) =>
    column[0] === name ? [column, ...Object.entries(more)] : [column],
  );
  return Object.fromEntries(all) as A & B;
}
