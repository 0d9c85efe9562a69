import type { Kysely } from 'kysely';
import { type LicensePolicy, licensePolicyFields } from '../../rules/license-policy.ts';
import { lookUp } from '../look-up.ts';
import type { Filter, Page, PageRequest } from '../pages.ts';
import { needsRowLocks } from '../postgres/row-locks.ts';
import { revisedTable } from '../revised-table.ts';
import type { Schema } from '../schema.ts';
import type { Stored } from '../stored.ts';

/** A license policy, with the code of its product. */
export type PolicyOfProduct = Stored<LicensePolicy> & { readonly product_code: string };

export function licensePolicyStore(db: Kysely<Schema>) {
  const table = revisedTable(db, 'license_policies', licensePolicyFields);

  return {
    async find(id: number): Promise<PolicyOfProduct | undefined> {
      const policy = await table.find(id);
      return policy && withProduct(policy);
    },

    /** Finds the policy of a product by its code. */
    async findByCode(productId: number, code: string): Promise<LicensePolicy | undefined> {
      const { items } = await table.list({ product_id: productId, code }, { limit: 1 });
      return items[0];
    },

    /** Finds the policy that trials of a product take by default. */
    async findDefaultForTrials(productId: number): Promise<LicensePolicy | undefined> {
      const filter = { product_id: productId, default_for_trials: true };
      const { items } = await table.list(filter, { limit: 1 });
      return items[0];
    },

    async list(
      filter: Filter<'license_policies'>,
      page: PageRequest,
    ): Promise<Page<PolicyOfProduct>> {
      const found = await table.list(filter, page);
      return { ...found, items: await withProducts(found.items) };
    },

    /** Stores that no other policy of the product than this one is the default for trials. */
    async endOtherDefaults({ id, product_id: productId }: LicensePolicy, now: Date): Promise<void> {
      if (needsRowLocks(db)) {
        // Two policies that become the default at the same time do so one after the other.
        const product = db.selectFrom('products').select('id').where('id', '=', productId);
        await product.forNoKeyUpdate().execute();
      }
      await db
        .updateTable('license_policies')
        .set((eb) => ({
          default_for_trials: 0,
          revision: eb('revision', '+', 1),
          updated_at: now.getTime(),
        }))
        .where('product_id', '=', productId)
        .where('default_for_trials', '=', 1)
        .where('id', '<>', id)
        .execute();
    },

    async create(policy: LicensePolicy, now: Date): Promise<PolicyOfProduct> {
      return withProduct(await table.create(policy, now));
    },

    /** @returns the stored policy; undefined when it has changed since it was read */
    async update(policy: Stored<LicensePolicy>, now: Date): Promise<PolicyOfProduct | undefined> {
      const after = await table.update(policy, now);
      return after && withProduct(after);
    },

    /** @returns false when it has changed since it was read */
    delete: table.delete,
  };

  async function withProduct(policy: Stored<LicensePolicy>): Promise<PolicyOfProduct> {
    const [found] = await withProducts([policy]);
    return found ?? { ...policy, product_code: '' };
  }

  async function withProducts(policies: Stored<LicensePolicy>[]): Promise<PolicyOfProduct[]> {
    const ids = policies.map((policy) => policy.product_id);
    const products = await lookUp(db, 'products', ids);
    return policies.map((policy) => ({
      ...policy,
      product_code: products.get(policy.product_id)?.code ?? '',
    }));
  }
}
