import type { AdminOperation } from '../../contract/operation.ts';
import { change } from '../change.ts';
import { changedMeanwhile, withEtag } from '../etag.ts';
import { requireExisting } from '../require-existing.ts';
import { presentCustomerAccount } from './present-customer-account.ts';
import { readRedirectUris } from './read-redirect-uris.ts';

export const updateCustomerAccount: AdminOperation<'updateCustomerAccount'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { body, path } = request;
    const found = await store.customerAccounts.find(path.id);
    const before = requireExisting(found, request, 'customer account');
    const { redirect_uris: uris } = body;
    const redirect_uris = uris === undefined ? before.redirect_uris : readRedirectUris(uris);
    const account = { ...before, ...body, redirect_uris };
    const after = await store.customerAccounts.update(account, now);
    if (after === undefined) throw changedMeanwhile(before, 'customer account');
    return {
      response: withEtag(after, presentCustomerAccount(after, deps.config)),
      subject: { kind: 'customer_account', id: after.id },
      detail: { changed: Object.keys(body) },
    };
  });
