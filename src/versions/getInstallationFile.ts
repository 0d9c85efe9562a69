import type { SignedOperation } from '../contract/operation.ts';
import { presentInstallationFile } from '../licenses/installation-file.ts';
import { requestedLicenses } from '../licenses/requested-licenses.ts';
import { refusalOf } from '../rules/license.ts';
import { chooseBound } from '../rules/license-states.ts';
import { releasedUntil } from '../rules/version.ts';

/** Returns the installation file of a version, or of the newest one that the license gets. */
export const getInstallationFile: SignedOperation<'getInstallationFile'> = async (
  deps,
  request,
) => {
  const { query: given, operationId } = request;
  const { product, query, notFoundMessage } = await requestedLicenses(deps, request, given);
  const now = deps.clock();
  const candidates = await deps.store.seats.findCandidates(query, now);
  const chosen = chooseBound(operationId, candidates, notFoundMessage, now);
  const found = await deps.store.versions.newest({
    productId: product.id,
    environment: given.env,
    channel: given.channel,
    version: given.version,
    releasedUntil: releasedUntil(chosen.license, now),
  });
  if (found === undefined) throw refusalOf(chosen, 'version_not_found', absent(given.version));
  return { status: 200, body: presentInstallationFile(deps, found, now) };
};

/** A version that was released too late is not told apart from one that does not exist. */
function absent(version: string | undefined): string {
  return version === undefined
    ? 'There is no version for this license.'
    : `There is no file of version ${version} for this license.`;
}
