import type { AdminOperation } from '../../contract/operation.ts';
import { change, inUse } from '../change.ts';
import { requireExisting } from '../require-existing.ts';
import { aboutBundleLicense } from './about-bundle-license.ts';

/** Its licenses are locked, so that no activation happens meanwhile. */
export const deleteBundleLicense: AdminOperation<'deleteBundleLicense'> = (deps, request) =>
  change(deps, request, async (store) => {
    const { id } = request.path;
    const bundleLicense = requireExisting(
      await store.bundleLicenses.find(id),
      request,
      'bundle license',
    );
    const licenses = await store.licenses.findMany(bundleLicense.license_ids);
    const used = licenses.find((license) => license.times_activated > 0);
    if (used !== undefined) {
      throw inUse(
        `${used.times_activated} device(s) are active on the license of ${used.product_code}. Release them first, or disable the bundle license.`,
      );
    }
    for (const license of licenses) await store.licenses.delete(license.id);
    await store.bundleLicenses.delete(id);
    return {
      response: { status: 204 },
      subject: { kind: 'bundle_license', id },
      about: aboutBundleLicense(bundleLicense),
      detail: { products: licenses.map((license) => license.product_code) },
    };
  });
