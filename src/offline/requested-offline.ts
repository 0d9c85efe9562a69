import type { FileRequest } from '../contract/operation.ts';
import type { Deps } from '../deps.ts';
import { assertMayChange, type Credential, narrowerScope } from '../rules/credential.ts';
import { ApiError } from '../rules/errors.ts';
import { type OfflineKind, type OfflineRequest, verifyOfflineRequest } from './offline-request.ts';

type OfflineId =
  'activateOffline' | 'deactivateOffline' | 'activateBundleOffline' | 'deactivateBundleOffline';

type Request = Pick<
  FileRequest<OfflineId>,
  'operationId' | 'body' | 'file' | 'credential' | 'about' | 'guessPassword'
>;

/**
 * Checks a request file. Both what signed the file and what sent it must be allowed to use the license.
 * @returns the file, and the request as that which signed the file would send it
 * @throws ApiError those of `verifyOfflineRequest`; read_only_api_key, license_not_found
 */
export async function requestedOffline<Sent extends Request>(
  deps: Deps,
  request: Sent,
  kind: OfflineKind,
): Promise<{ offline: OfflineRequest; signed: Sent }> {
  const { file, body, credential: sender } = request;
  assertMayChange(sender);
  const offline = await verifyOfflineRequest(deps, { file, body, kind }, deps.clock());
  const scope = narrowerScope(offline.credential.scope, sender.scope);
  if (scope === undefined) {
    throw new ApiError('license_not_found', 'License of the request file not found.');
  }
  return { offline, signed: { ...request, credential: { ...offline.credential, scope } } };
}

type Named = { readonly code: string; readonly credential: Credential };

/** Returns a check of a product or bundle that holds for the sender of the file too. */
export function permittedToBoth<Found, Sold>(
  permit: (found: Found, named: Named) => Sold,
  sender: Credential,
): (found: Found, named: Named) => Sold {
  return (found, named) => {
    permit(found, { ...named, credential: sender });
    return permit(found, named);
  };
}
