import type { SignedOperation } from '../contract/operation.ts';
import { requestedLicenses } from '../licenses/requested-licenses.ts';
import { chooseBound } from '../rules/license-states.ts';
import { releasedUntil } from '../rules/version.ts';

/** Lists the versions that a license gets. One that exists for several environments is listed once. */
export const listVersions: SignedOperation<'listVersions'> = async (deps, request) => {
  const { query: given, operationId } = request;
  const { product, query, notFoundMessage } = await requestedLicenses(deps, request, given);
  const now = deps.clock();
  const candidates = await deps.store.seats.findCandidates(query, now);
  const { license } = chooseBound(operationId, candidates, notFoundMessage, now);
  if (!license.has_versions) return { status: 200, body: [] };
  const versions = await deps.store.versions.listNames({
    productId: product.id,
    environment: given.env,
    channel: given.channel,
    releasedUntil: releasedUntil(license, now),
  });
  const byName = Map.groupBy(versions, ({ version }) => version);
  return {
    status: 200,
    body: [...byName].map(([version, [newest]]) => ({
      version,
      release_date: newest?.release_date.toISOString() ?? '',
    })),
  };
};
