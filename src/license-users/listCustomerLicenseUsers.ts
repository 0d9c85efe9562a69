import type { components } from '../../generated/openapi.d.ts';
import type { SignedOperation } from '../contract/operation.ts';
import { presentCustomer } from '../licenses/present-customer.ts';
import { ApiError } from '../rules/errors.ts';
import { normalizeEmail } from '../rules/license-user.ts';
import { usableProduct } from '../rules/product.ts';
import type { LicenseUserOfCustomer } from '../store/tables/customer-license-users.ts';

/** Lists the users of the licenses that a customer has of a product. */
export const listCustomerLicenseUsers: SignedOperation<'listCustomerLicenseUsers'> = async (
  { store },
  { query, credential },
) => {
  const { product: code } = query;
  const product = usableProduct(await store.products.findByCode(code), { code, credential });
  if (product.authorization_method !== 'user') {
    throw new ApiError(
      'invalid_product_auth_method',
      `Product authorization method is invalid: the licenses of ${code} have keys, not users.`,
    );
  }
  const email = normalizeEmail(query.customer.trim());
  const { scope } = credential;
  const customer = await store.customerLicenseUsers.findCustomer(email, product.id, scope);
  if (customer === undefined) {
    // With a limited scope the same for all customers, so that it does not tell who is a customer.
    throw scope.kind === 'company'
      ? new ApiError('customer_does_not_exist', `Customer does not exist: ${email}`)
      : new ApiError('customer_not_found', `This OAuth client is for no such customer: ${email}`);
  }
  const users = await store.customerLicenseUsers.list(customer.id, product.id, scope);
  return {
    status: 200,
    body: { customer: presentCustomer(customer), users: users.map(presentUser) },
  };
};

function presentUser(user: LicenseUserOfCustomer): components['schemas']['CustomerLicenseUser'] {
  return {
    email: user.email,
    first_name: user.first_name,
    last_name: user.last_name,
    phone_number: user.phone_number,
    initial_password: '',
    is_active: user.enabled,
    is_initial_password: user.is_initial_password,
    license_id: user.license_id,
    order_id: user.license_id,
    order_store_id: user.order_store_id,
    max_activations: user.max_activations ?? 0,
    total_activations: user.total_activations,
  };
}
