import type { components } from '../../generated/openapi.d.ts';
import type { CustomerWithAccount } from '../rules/customer.ts';

/** Clients with fixed types fail on null: without a customer, all of it is empty. */
export function presentCustomer(
  customer: CustomerWithAccount | null,
): components['schemas']['Customer'] {
  return {
    email: customer?.email ?? '',
    company_name: customer?.company_name ?? '',
    reference: customer?.reference ?? '',
    phone: customer?.phone ?? '',
    first_name: customer?.first_name ?? '',
    last_name: customer?.last_name ?? '',
    city: customer?.city ?? '',
    postcode: customer?.postcode ?? '',
    state: customer?.state ?? '',
    country: customer?.country ?? '',
    address: customer?.address ?? '',
    customer_account: customer?.customer_account ?? '',
    metadata: customer?.metadata ?? {},
  };
}
