import type { Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely';
import type { LimitedScope, Scope } from '../../rules/credential.ts';
import { customerFields, type CustomerWithAccount } from '../../rules/customer.ts';
import { licenseUserFields } from '../../rules/license-user.ts';
import type { Values } from '../../rules/fields.ts';
import { assignedUserFields } from '../../rules/license.ts';
import { fromColumns } from '../columns.ts';
import type { Schema } from '../schema.ts';

/** The most users that are listed. */
const MOST_USERS = 10_000;

const { enabled } = licenseUserFields;
const userFields = { ...assignedUserFields, enabled };

/** The user of a license, with their assignment to it. */
export interface LicenseUserOfCustomer extends Values<typeof userFields> {
  readonly license_id: number;
  readonly order_store_id: string;
  /** null for no limit. */
  readonly max_activations: number | null;
  readonly total_activations: number;
}

/** The users of the licenses of a customer. */
export function customerLicenseUserStore(db: Kysely<Schema>) {
  return {
    /**
     * Finds a customer. Of several with this address, the newest one that has a license of the product; else the newest.
     * @param email in lower case
     * @param scope others are not found
     */
    async findCustomer(
      email: string,
      productId: number,
      scope: Scope,
    ): Promise<CustomerWithAccount | undefined> {
      const row = await db
        .selectFrom('customers')
        .leftJoin('customer_accounts', 'customer_accounts.id', 'customers.customer_account_id')
        .selectAll('customers')
        .select('customer_accounts.code as customer_account')
        .where('customers.email', '=', email)
        .where((eb) => eb.and(inScope(eb, scope)))
        .orderBy((eb) => {
          const license = eb
            .selectFrom('licenses')
            .select('licenses.id')
            .whereRef('licenses.customer_id', '=', 'customers.id')
            .where('licenses.product_id', '=', productId);
          return eb.case().when(eb.exists(license)).then(0).else(1).end();
        })
        .orderBy('customers.created_at', 'desc')
        .orderBy('customers.id', 'desc')
        .limit(1)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const { id, customer_account } = row;
      return { ...fromColumns(customerFields, row), id, customer_account };
    },

    /** Lists the users of the licenses that a customer has of a product: newest license first, then by e-mail address. */
    async list(
      customerId: number,
      productId: number,
      scope: Scope,
    ): Promise<LicenseUserOfCustomer[]> {
      const rows = await db
        .selectFrom('licenses')
        .innerJoin('license_assignments', 'license_assignments.license_id', 'licenses.id')
        .innerJoin('license_users', 'license_users.id', 'license_assignments.license_user_id')
        .where('licenses.customer_id', '=', customerId)
        .where('licenses.product_id', '=', productId)
        .$if(scope.kind === 'license', (select) =>
          select.where('licenses.id', '=', (scope as LimitedScope).id),
        )
        .selectAll('license_users')
        .select([
          'licenses.id as license_id',
          'licenses.order_store_id',
          'license_assignments.max_activations',
          'license_assignments.total_activations',
        ])
        .orderBy('licenses.created_at', 'desc')
        .orderBy('licenses.id', 'desc')
        .orderBy('license_users.email')
        .limit(MOST_USERS)
        .execute();
      return rows.map((row) => {
        const { license_id, order_store_id, max_activations, total_activations } = row;
        const user = fromColumns(userFields, row);
        return { ...user, license_id, order_store_id, max_activations, total_activations };
      });
    },
  };
}

/** The conditions that a customer has licenses in a scope, or is the customer of it. */
function inScope(eb: ExpressionBuilder<Schema, 'customers'>, scope: Scope): Expression<SqlBool>[] {
  switch (scope.kind) {
    case 'company':
      return [];
    case 'customer_account':
      return [eb('customers.customer_account_id', '=', scope.id)];
    case 'customer':
      return [eb('customers.id', '=', scope.id)];
    case 'license': {
      const ofLicense = eb
        .selectFrom('licenses')
        .select('licenses.customer_id')
        .where('licenses.id', '=', scope.id);
      return [eb('customers.id', 'in', ofLicense)];
    }
  }
}
