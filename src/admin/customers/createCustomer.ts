import { normalizeEmail } from '../../rules/license-user.ts';
import { newId } from '../../rules/ids.ts';
import type { Operation } from '../../contract/operation.ts';
import { change } from '../change.ts';
import { created } from '../created.ts';
import { assertAccount } from './assert-account.ts';
import { presentCustomer } from './present-customer.ts';

export const createCustomer: Operation<'createCustomer'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { body } = request;
    await assertAccount(store, body.customer_account_id);
    const customer = {
      id: newId(),
      customerAccountId: body.customer_account_id,
      email: normalizeEmail(body.email),
      companyName: body.company_name,
      reference: body.reference,
      phone: body.phone,
      firstName: body.first_name,
      lastName: body.last_name,
      city: body.city,
      postcode: body.postcode,
      state: body.state,
      country: body.country,
      address: body.address,
      metadata: body.metadata ?? {},
    };
    const stored = await store.customers.create(customer, now);
    return {
      reply: created('/admin/v1/customers', stored, presentCustomer(stored)),
      subject: { kind: 'customer', id: customer.id },
      about: { email: customer.email },
    };
  });
