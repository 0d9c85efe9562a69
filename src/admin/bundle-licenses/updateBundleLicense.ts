import type { AdminOperation } from '../../contract/operation.ts';
import { change } from '../change.ts';
import { changeLicense } from '../licenses/change-license.ts';
import { requireExisting } from '../require-existing.ts';
import { aboutBundleLicense } from './about-bundle-license.ts';
import { answerBundleLicense } from './present-bundle-license.ts';

/** Changes all licenses of a bundle license, or none. */
export const updateBundleLicense: AdminOperation<'updateBundleLicense'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { body, path } = request;
    const before = requireExisting(
      await store.bundleLicenses.find(path.id),
      request,
      'bundle license',
    );
    for (const license of await store.licenses.findMany(before.license_ids)) {
      await changeLicense(store, license, body, { timeZone: deps.config.timeZone, now });
    }
    await store.bundleLicenses.revise(before, now);
    return {
      response: await answerBundleLicense(store, path.id, now),
      subject: { kind: 'bundle_license', id: path.id },
      about: aboutBundleLicense(before),
      detail: { changed: Object.keys(body) },
    };
  });
