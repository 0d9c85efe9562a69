import { newId } from '../../rules/ids.ts';
import type { AdminOperation } from '../../contract/operation.ts';
import { assertFreeCode, change } from '../change.ts';
import { created } from '../created.ts';
import { assertProducts } from './assert-products.ts';
import { presentBundle } from './present-bundle.ts';

export const createBundle: AdminOperation<'createBundle'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { body } = request;
    await assertFreeCode(store, body.code);
    await assertProducts(store, body);
    const bundle = { ...body, id: newId(), archived: false };
    const stored = await store.bundles.create(bundle, now);
    return {
      response: created('/admin/v1/bundles', stored, await presentBundle(store, stored)),
      subject: { kind: 'bundle', id: bundle.id },
      about: { product: bundle.code },
    };
  });
