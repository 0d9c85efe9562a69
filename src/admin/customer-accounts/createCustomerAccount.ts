import { newId } from '../../rules/ids.ts';
import type { AdminOperation } from '../../contract/operation.ts';
import { alreadyExists, change } from '../change.ts';
import { created } from '../created.ts';
import { presentCustomerAccount } from './present-customer-account.ts';
import { readRedirectUris } from './read-redirect-uris.ts';

export const createCustomerAccount: AdminOperation<'createCustomerAccount'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { body } = request;
    const redirect_uris = readRedirectUris(body.redirect_uris);
    if ((await store.customerAccounts.findByCode(body.code)) !== undefined) {
      throw alreadyExists(
        `body.code: there is a customer account with the code ${body.code} already.`,
      );
    }
    const account = { ...body, id: newId(), connection: null, redirect_uris };
    const stored = await store.customerAccounts.create(account, now);
    return {
      response: created(
        '/admin/v1/customer-accounts',
        stored,
        presentCustomerAccount(stored, deps.config),
      ),
      subject: { kind: 'customer_account', id: account.id },
      detail: { code: account.code },
    };
  });
