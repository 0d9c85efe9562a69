import type { AdminOperation } from '../../contract/operation.ts';
import { newId } from '../../rules/ids.ts';
import { change, unknownId } from '../change.ts';
import { created } from '../created.ts';
import { present } from '../present.ts';
import { startFrom } from '../time-of.ts';
import { assertFreeName } from './assert-free-name.ts';
import { fileOf } from './file-of.ts';

export const createProductVersion: AdminOperation<'createProductVersion'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { body } = request;
    const product = await store.products.find(body.product_id);
    if (product === undefined) throw unknownId('product_id', 'product', body.product_id);
    const { timeZone } = deps.config;
    const version = {
      ...body,
      id: newId(),
      release_date: startFrom(body.release_date, 'body.release_date', timeZone) ?? now,
      ...(await fileOf(store, body, undefined, now)),
    };
    await assertFreeName(store, version);
    const stored = await store.versions.create(version, now);
    return {
      response: created('/admin/v1/versions', stored, present('AdminVersion', stored)),
      subject: { kind: 'version', id: version.id },
      about: { product: product.code },
      detail: { version: version.version },
    };
  });
