import type { FileRequest } from '../contract/operation.ts';
import type { Deps } from '../deps.ts';
import { requestedLicenses, type RequestedLicenses } from '../licenses/requested-licenses.ts';
import { assertMayChange, type Credential, narrowerScope } from '../rules/credential.ts';
import { ApiError } from '../rules/errors.ts';
import { permittedProduct, type Product } from '../rules/product.ts';
import { type OfflineKind, type OfflineRequest, verifyOfflineRequest } from './offline-request.ts';

type Request = Pick<
  FileRequest<'activateOffline' | 'deactivateOffline'>,
  'operationId' | 'body' | 'file' | 'credential' | 'about' | 'guessPassword'
>;

type Permit = (
  product: Product | undefined,
  request: { code: string; credential: Credential },
) => Product;

/**
 * Checks a request file, and reads which licenses it names. Both that which signed the file and that which sent it must be
 * allowed to use the product and the license.
 * @param permit checks the state of the product
 * @throws ApiError those of `verifyOfflineRequest` and `requestedLicenses`; license_not_found
 */
export async function requestedOffline(
  deps: Deps,
  request: Request,
  kind: OfflineKind,
  permit: Permit,
): Promise<{ offline: OfflineRequest; requested: RequestedLicenses }> {
  const { file, body, credential: sender } = request;
  assertMayChange(sender);
  const offline = await verifyOfflineRequest(deps, { file, body, kind }, deps.clock());
  const scope = narrowerScope(offline.credential.scope, sender.scope);
  if (scope === undefined) {
    throw new ApiError('license_not_found', 'License of the request file not found.');
  }
  const credential = { ...offline.credential, scope };
  const requested = await requestedLicenses(
    deps,
    { ...request, credential },
    body,
    (product, named) => permit(permittedProduct(product, { ...named, credential: sender }), named),
  );
  return { offline, requested };
}
