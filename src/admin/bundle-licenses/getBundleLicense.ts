import type { AdminOperation } from '../../contract/operation.ts';
import { requireExisting } from '../require-existing.ts';
import { answerBundleLicense } from './present-bundle-license.ts';

export const getBundleLicense: AdminOperation<'getBundleLicense'> = async (
  { store, clock },
  request,
) => {
  const { id } = request.path;
  requireExisting(await store.bundleLicenses.find(id), request, 'bundle license');
  return answerBundleLicense(store, id, clock());
};
