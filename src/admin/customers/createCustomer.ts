import { normalizeEmail } from '../../rules/license-user.ts';
import { newId } from '../../rules/ids.ts';
import type { AdminOperation } from '../../contract/operation.ts';
import { change } from '../change.ts';
import { created } from '../created.ts';
import { assertAccount } from './assert-account.ts';
import { present } from '../present.ts';

export const createCustomer: AdminOperation<'createCustomer'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { body } = request;
    await assertAccount(store, body.customer_account_id);
    const customer = { ...body, id: newId(), email: normalizeEmail(body.email) };
    const stored = await store.customers.create(customer, now);
    return {
      response: created('/admin/v1/customers', stored, present('AdminCustomer', stored)),
      subject: { kind: 'customer', id: customer.id },
      about: { email: customer.email },
    };
  });
