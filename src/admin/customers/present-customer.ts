import type { components } from '../../../generated/openapi.d.ts';
import type { CustomerRecord } from '../../rules/customer.ts';
import type { Stored } from '../../store/stored.ts';

export function presentCustomer(
  customer: Stored<CustomerRecord>,
): components['schemas']['AdminCustomer'] {
  return {
    id: customer.id,
    customer_account_id: customer.customerAccountId,
    customer_account: customer.customerAccount,
    email: customer.email,
    company_name: customer.companyName,
    reference: customer.reference,
    phone: customer.phone,
    first_name: customer.firstName,
    last_name: customer.lastName,
    city: customer.city,
    postcode: customer.postcode,
    state: customer.state,
    country: customer.country,
    address: customer.address,
    metadata: customer.metadata,
    created_at: customer.createdAt.toISOString(),
    updated_at: customer.updatedAt.toISOString(),
  };
}
