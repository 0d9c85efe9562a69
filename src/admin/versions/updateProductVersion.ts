import type { AdminOperation } from '../../contract/operation.ts';
import { removeDiscarded } from '../../files/remove-discarded.ts';
import { change } from '../change.ts';
import { changedMeanwhile, withEtag } from '../etag.ts';
import { present } from '../present.ts';
import { requireExisting } from '../require-existing.ts';
import { startFrom } from '../time-of.ts';
import { assertFreeName } from './assert-free-name.ts';
import { fileOf } from './file-of.ts';

export const updateProductVersion: AdminOperation<'updateProductVersion'> = async (
  deps,
  request,
) => {
  const updated = await change(deps, request, async (store, now) => {
    const { body, path } = request;
    const before = requireExisting(await store.versions.find(path.id), request, 'version');
    const releaseDate = startFrom(body.release_date, 'body.release_date', deps.config.timeZone);
    const version = {
      ...before,
      ...body,
      release_date: releaseDate ?? before.release_date,
      ...(await fileOf(store, body, before, now)),
    };
    await assertFreeName(store, version);
    const after = await store.versions.update(version, now);
    if (after === undefined) throw changedMeanwhile(before, 'version');
    if (before.upload_id !== null && before.upload_id !== after.upload_id) {
      await store.uploads.discard(before.upload_id);
    }
    return {
      response: withEtag(after, present('AdminVersion', after)),
      subject: { kind: 'version', id: after.id },
      about: { product: after.product_code },
      detail: { version: after.version, changed: Object.keys(body) },
    };
  });
  await removeDiscarded(deps);
  return updated;
};
