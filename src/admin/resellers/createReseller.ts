import { newId } from '../../rules/ids.ts';
import type { AdminOperation } from '../../contract/operation.ts';
import { alreadyExists, change } from '../change.ts';
import { created } from '../created.ts';
import { present } from '../present.ts';

export const createReseller: AdminOperation<'createReseller'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { body } = request;
    if ((await store.resellers.findBy('code', body.code)) !== undefined) {
      throw alreadyExists(`body.code: there is a reseller with the code ${body.code} already.`);
    }
    const reseller = { ...body, id: newId() };
    const stored = await store.resellers.create(reseller, now);
    return {
      response: created('/admin/v1/resellers', stored, present('AdminReseller', stored)),
      subject: { kind: 'reseller', id: reseller.id },
    };
  });
