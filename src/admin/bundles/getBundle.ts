import type { AdminOperation } from '../../contract/operation.ts';
import { withEtag } from '../etag.ts';
import { requireExisting } from '../require-existing.ts';
import { presentBundle } from './present-bundle.ts';

export const getBundle: AdminOperation<'getBundle'> = async ({ store }, request) => {
  const bundle = requireExisting(await store.bundles.find(request.path.id), request, 'bundle');
  return withEtag(bundle, await presentBundle(store, bundle));
};
