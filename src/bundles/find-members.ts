import { groupMembers, type Members } from '../rules/bundle-license.ts';
import type { Tables } from '../store/tables.ts';
import type { CandidateQuery } from '../store/tables/license-candidates.ts';

/** Finds the members of bundle licenses, the newest bundle license first. A transaction locks them until it ends. */
export async function findMembers(
  store: Pick<Tables, 'seats' | 'products'>,
  query: CandidateQuery,
  now: Date,
): Promise<Members[]> {
  const candidates = await store.seats.findCandidates(query, now);
  const products = await store.products.findMany(
    candidates.map(({ license }) => license.product_id),
  );
  return groupMembers(candidates, products);
}
