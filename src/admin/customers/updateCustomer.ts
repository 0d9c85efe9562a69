import { normalizeEmail } from '../../rules/license-user.ts';
import type { AdminOperation } from '../../contract/operation.ts';
import { change } from '../change.ts';
import { changedMeanwhile, withEtag } from '../etag.ts';
import { requireExisting } from '../require-existing.ts';
import { assertAccount } from './assert-account.ts';
import { present } from '../present.ts';

export const updateCustomer: AdminOperation<'updateCustomer'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { body, path } = request;
    const before = requireExisting(await store.customers.find(path.id), request, 'customer');
    await assertAccount(store, body.customer_account_id);
    const email = normalizeEmail(body.email ?? before.email);
    const customer = { ...before, ...body, email };
    const after = await store.customers.update(customer, now);
    if (after === undefined) throw changedMeanwhile(before, 'customer');
    return {
      response: withEtag(after, present('AdminCustomer', after)),
      subject: { kind: 'customer', id: after.id },
      about: { email: customer.email },
      detail: { changed: Object.keys(body) },
    };
  });
