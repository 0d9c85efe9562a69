import { type Kysely, type RawBuilder, type SelectQueryBuilder, sql } from 'kysely';
import type { Schema } from '../schema.ts';
import { isOnPostgres } from '../postgres/is-on-postgres.ts';
import type { BulkRow, BulkTable, Included } from './bulk-rows.ts';

/** Filters, by codes; undefined means any. */
export interface ExportFilter {
  readonly product?: string | undefined;
  readonly account?: string | undefined;
}

/** Rows to export, ordered by id. A few hundred of them are in memory at a time. */
export interface Export {
  count(): Promise<Included & { rows: number }>;
  rows(): AsyncIterable<BulkRow>;
}

/** Selects rows of a table, with the codes, keys and addresses of the rows that they refer to. */
export function exportRows(db: Kysely<Schema>, table: BulkTable, filter: ExportFilter): Export {
  const query: unknown = queries(db, filter)[table]();
  const selected = query as SelectQueryBuilder<Schema, BulkTable, BulkRow>;
  return {
    async count() {
      const { bundle_licenses, variables } = { ...NOTHING, ...included(db)[table] };
      return selected
        .clearSelect()
        .clearOrderBy()
        .select((eb) => eb.fn.countAll<number>().as('rows'))
        .select([bundle_licenses.as('bundle_licenses'), variables.as('variables')])
        .executeTakeFirstOrThrow();
    },
    rows: () => selected.stream(500),
  };
}

const NOTHING = { bundle_licenses: sql<number>`0`, variables: sql<number>`0` };

/** Counts the other records that the rows of a table include. */
function included(
  db: Kysely<Schema>,
): Partial<Record<BulkTable, Partial<Record<keyof Included, RawBuilder<number>>>>> {
  const names = isOnPostgres(db)
    ? // Its JSON functions refuse some escapes, such as \u0000. For a count, another letter is as good.
      sql`json_object_keys(cast(regexp_replace(devices.variables, ${'\\\\u[0-9a-fA-F]{4}'}, ${'\\\\u0061'}, 'g') as json))`
    : sql`json_each(devices.variables)`;
  return {
    licenses: { bundle_licenses: sql`count(distinct licenses.bundle_license_id)` },
    devices: {
      variables: sql`cast(coalesce(sum((select count(*) from ${names})), 0) as bigint)`,
    },
  };
}

/** The key of a license. Members of a bundle license have its key. */
const licenseKey = sql<
  string | null
>`coalesce(licenses.license_key, bundle_licenses.license_key)`.as('license_key');

function queries(db: Kysely<Schema>, { product, account }: ExportFilter) {
  const isFiltered = product !== undefined || account !== undefined;
  const licenses = db
    .selectFrom('licenses')
    .innerJoin('products', 'products.id', 'licenses.product_id')
    .leftJoin('customers', 'customers.id', 'licenses.customer_id')
    .leftJoin('customer_accounts', 'customer_accounts.id', 'customers.customer_account_id')
    .leftJoin('bundle_licenses', 'bundle_licenses.id', 'licenses.bundle_license_id')
    .leftJoin('bundles', 'bundles.id', 'bundle_licenses.bundle_id')
    .$if(product !== undefined, (some) => some.where('products.code', '=', product ?? ''))
    .$if(account !== undefined, (some) => some.where('customer_accounts.code', '=', account ?? ''));
  const licenseIds = licenses.select('licenses.id');
  const productsOfBundles = db
    .selectFrom('bundle_products')
    .innerJoin('products', 'products.id', 'bundle_products.product_id');
  const codes = isOnPostgres(db)
    ? sql<string>`cast(json_agg(products.code) as text)`
    : sql<string>`json_group_array(products.code)`;

  return {
    customers: () =>
      db
        .selectFrom('customers')
        .leftJoin('customer_accounts', 'customer_accounts.id', 'customers.customer_account_id')
        .$if(account !== undefined, (some) =>
          some.where('customer_accounts.code', '=', account ?? ''),
        )
        .$if(product !== undefined, (some) =>
          some.where('customers.id', 'in', licenses.select('customers.id')),
        )
        .selectAll('customers')
        .select('customer_accounts.code as customer_account')
        .orderBy('customers.id'),

    license_users: () =>
      db
        .selectFrom('license_users')
        .$if(isFiltered, (some) =>
          some.where('license_users.id', 'in', (eb) =>
            eb
              .selectFrom('license_assignments')
              .where('license_id', 'in', licenseIds)
              .select('license_user_id'),
          ),
        )
        .selectAll()
        .orderBy('license_users.id'),

    product_features: () =>
      db
        .selectFrom('product_features')
        .innerJoin('products', 'products.id', 'product_features.product_id')
        .$if(product !== undefined, (some) => some.where('products.code', '=', product ?? ''))
        .$if(account !== undefined, (some) =>
          some.where('product_features.product_id', 'in', licenses.select('licenses.product_id')),
        )
        .selectAll('product_features')
        .select('products.code as product')
        .orderBy('product_features.id'),

    license_policies: () =>
      db
        .selectFrom('license_policies')
        .innerJoin('products', 'products.id', 'license_policies.product_id')
        .$if(product !== undefined, (some) => some.where('products.code', '=', product ?? ''))
        .$if(account !== undefined, (some) =>
          some.where('license_policies.product_id', 'in', licenses.select('licenses.product_id')),
        )
        .selectAll('license_policies')
        .select('products.code as product')
        .orderBy('license_policies.id'),

    bundles: () =>
      db
        .selectFrom('bundles')
        .$if(product !== undefined, (some) =>
          some.where(
            'bundles.id',
            'in',
            productsOfBundles.where('code', '=', product ?? '').select('bundle_id'),
          ),
        )
        .$if(account !== undefined, (some) =>
          some.where('bundles.id', 'in', licenses.select('bundles.id')),
        )
        .selectAll('bundles')
        .select(
          productsOfBundles
            .whereRef('bundle_id', '=', 'bundles.id' as never)
            .select(codes.as('codes'))
            .as('products'),
        )
        .orderBy('bundles.id'),

    licenses: () =>
      licenses
        .selectAll('licenses')
        // In place of the column of that name, which is null.
        .select(licenseKey)
        .select(['bundles.code as bundle', 'products.code as product'])
        .select('customers.reference as customer_reference')
        .select(['customers.email as customer_email', 'customers.company_name as customer_company'])
        .orderBy('licenses.id'),

    license_features: () =>
      db
        .selectFrom('license_features')
        .innerJoin('product_features', 'product_features.id', 'license_features.product_feature_id')
        .innerJoin('licenses', 'licenses.id', 'license_features.license_id')
        .leftJoin('bundle_licenses', 'bundle_licenses.id', 'licenses.bundle_license_id')
        .innerJoin('products', 'products.id', 'licenses.product_id')
        .$if(isFiltered, (some) => some.where('license_id', 'in', licenseIds))
        .selectAll('license_features')
        .select(licenseKey)
        .select(['licenses.order_store_id', 'products.code as product'])
        .select('product_features.code as feature')
        .orderBy('license_features.license_id')
        .orderBy('license_features.product_feature_id'),

    consumption_days: () =>
      db
        .selectFrom('consumption_days')
        .innerJoin('licenses', 'licenses.id', 'consumption_days.license_id')
        .leftJoin('bundle_licenses', 'bundle_licenses.id', 'licenses.bundle_license_id')
        .innerJoin('products', 'products.id', 'licenses.product_id')
        .$if(isFiltered, (some) => some.where('license_id', 'in', licenseIds))
        .selectAll('consumption_days')
        .select(licenseKey)
        .select(['licenses.order_store_id', 'products.code as product'])
        .select('consumption_days.created_at as day')
        .select(sql<string | null>`nullif(feature_code, '')`.as('feature'))
        .orderBy('consumption_days.license_id')
        .orderBy(isOnPostgres(db) ? sql`feature_code collate "C"` : sql`feature_code`)
        .orderBy('consumption_days.created_at'),

    license_assignments: () =>
      db
        .selectFrom('license_assignments')
        .innerJoin('licenses', 'licenses.id', 'license_assignments.license_id')
        .leftJoin('bundle_licenses', 'bundle_licenses.id', 'licenses.bundle_license_id')
        .innerJoin('products', 'products.id', 'licenses.product_id')
        .innerJoin('license_users', 'license_users.id', 'license_assignments.license_user_id')
        .$if(isFiltered, (some) => some.where('license_id', 'in', licenseIds))
        .selectAll('license_assignments')
        .select(licenseKey)
        .select(['licenses.order_store_id', 'products.code as product'])
        .select('license_users.email as user')
        .orderBy('license_assignments.license_user_id')
        .orderBy('license_assignments.license_id'),

    devices: () =>
      db
        .selectFrom('devices')
        .innerJoin('licenses', 'licenses.id', 'devices.license_id')
        .leftJoin('bundle_licenses', 'bundle_licenses.id', 'licenses.bundle_license_id')
        .innerJoin('products', 'products.id', 'licenses.product_id')
        .leftJoin('license_users', 'license_users.id', 'devices.license_user_id')
        .$if(isFiltered, (some) => some.where('license_id', 'in', licenseIds))
        .selectAll('devices')
        .select(licenseKey)
        .select(['licenses.order_store_id', 'products.code as product'])
        .select('license_users.email as user')
        .orderBy('devices.id'),

    versions: () =>
      db
        .selectFrom('versions')
        .innerJoin('products', 'products.id', 'versions.product_id')
        .$if(product !== undefined, (some) => some.where('products.code', '=', product ?? ''))
        .$if(account !== undefined, (some) =>
          some.where('versions.product_id', 'in', licenses.select('licenses.product_id')),
        )
        .selectAll('versions')
        .select('products.code as product')
        .orderBy('versions.id'),
  };
}
