import type { components } from '../../../generated/openapi.d.ts';
import type { AdminClient } from './admin-client.ts';
import { answer } from './admin-api.ts';
import { findOne, isId } from './find-one.ts';

// Each function throws Failure when there is no such resource, or more than one.

type Schemas = components['schemas'];

/** @param name its code or its id */
export function findProduct(api: AdminClient, name: string): Promise<Schemas['AdminProduct']> {
  return findOne('product', name, {
    named: () => answer(api.GET('/admin/v1/products', { params: { query: { code: name } } })),
    byId: (id) => answer(api.GET('/admin/v1/products/{id}', { params: { path: { id } } })),
  });
}

/** @param name its code, which several products may have, or its id */
export function findPolicy(api: AdminClient, name: string): Promise<Schemas['AdminLicensePolicy']> {
  const query = { code: name };
  return findOne('license policy', name, {
    named: () => answer(api.GET('/admin/v1/license-policies', { params: { query } })),
    byId: (id) => answer(api.GET('/admin/v1/license-policies/{id}', { params: { path: { id } } })),
  });
}

/** @param name its code, `<product>/<code>` where products share a code, or its id */
export async function findProductFeature(
  api: AdminClient,
  name: string,
): Promise<Schemas['AdminProductFeature']> {
  const slash = name.indexOf('/');
  const code = name.slice(slash + 1);
  const query =
    slash < 0 ? { code } : { code, product_id: (await findProduct(api, name.slice(0, slash))).id };
  return findOne('product feature', name, {
    named: () => answer(api.GET('/admin/v1/product-features', { params: { query } })),
    byId: (id) => answer(api.GET('/admin/v1/product-features/{id}', { params: { path: { id } } })),
  });
}

/** @param name its code or its id */
export function findAccount(
  api: AdminClient,
  name: string,
): Promise<Schemas['AdminCustomerAccount']> {
  const query = { code: name };
  return findOne('customer account', name, {
    named: () => answer(api.GET('/admin/v1/customer-accounts', { params: { query } })),
    byId: (id) => answer(api.GET('/admin/v1/customer-accounts/{id}', { params: { path: { id } } })),
  });
}

/** @param name its name or its id */
export function findApiKey(api: AdminClient, name: string): Promise<Schemas['AdminApiKey']> {
  return findOne('API key', name, {
    named: () => answer(api.GET('/admin/v1/api-keys', { params: { query: { name } } })),
    byId: (id) => answer(api.GET('/admin/v1/api-keys/{id}', { params: { path: { id } } })),
  });
}

/** @param name its name, its client ID or its ID */
export async function findOAuthClient(
  api: AdminClient,
  name: string,
): Promise<Schemas['AdminOAuthClient']> {
  const list = (query: { name: string } | { client_id: string }) =>
    answer(api.GET('/admin/v1/oauth-clients', { params: { query } }));
  return findOne('OAuth client', name, {
    named: () => list(/^auth-[a-z]+-\d+$/.test(name) ? { client_id: name } : { name }),
    byId: (id) => answer(api.GET('/admin/v1/oauth-clients/{id}', { params: { path: { id } } })),
  });
}

/** @param name its e-mail address, which may not be unique, or its ID */
export async function findCustomer(
  api: AdminClient,
  name: string,
): Promise<Schemas['AdminCustomer']> {
  const query = { email: name };
  return findOne('customer', name, {
    named: () => answer(api.GET('/admin/v1/customers', { params: { query } })),
    byId: (id) => answer(api.GET('/admin/v1/customers/{id}', { params: { path: { id } } })),
    mayBeName: name.includes('@'),
  });
}

/** @param name their e-mail address or their id */
export function findUser(api: AdminClient, name: string): Promise<Schemas['AdminLicenseUser']> {
  const query = { email: name };
  return findOne('license user', name, {
    named: () => answer(api.GET('/admin/v1/license-users', { params: { query } })),
    byId: (id) => answer(api.GET('/admin/v1/license-users/{id}', { params: { path: { id } } })),
    mayBeName: name.includes('@'),
  });
}

/** @param name its license key or its id */
export function findLicense(api: AdminClient, name: string): Promise<Schemas['AdminLicense']> {
  const byId = (id: number) =>
    answer(api.GET('/admin/v1/licenses/{id}', { params: { path: { id } } }));
  return findOne('license', name, {
    byId,
    async named() {
      const query = { license_key: name };
      const { items } = await answer(api.GET('/admin/v1/licenses', { params: { query } }));
      // Licenses in lists have no users.
      return { items: await Promise.all(items.map(({ id }) => byId(id))) };
    },
    mayBeName: !isId(name),
  });
}

/** @param name its id, or the code of its product and the version: `desktop-pro@1.3.0` */
export async function findVersion(
  api: AdminClient,
  name: string,
): Promise<Schemas['AdminVersion']> {
  const at = name.lastIndexOf('@');
  return findOne('version', name, {
    async named() {
      const { id: product_id } = await findProduct(api, name.slice(0, at));
      const query = { product_id, version: name.slice(at + 1) };
      return answer(api.GET('/admin/v1/versions', { params: { query } }));
    },
    byId: (id) => answer(api.GET('/admin/v1/versions/{id}', { params: { path: { id } } })),
    mayBeName: at > 0 && at < name.length - 1,
  });
}

/** @param name its code or its id */
export function findBundle(api: AdminClient, name: string): Promise<Schemas['AdminBundle']> {
  return findOne('bundle', name, {
    named: () => answer(api.GET('/admin/v1/bundles', { params: { query: { code: name } } })),
    byId: (id) => answer(api.GET('/admin/v1/bundles/{id}', { params: { path: { id } } })),
  });
}

/** @param name its license key or its id */
export function findBundleLicense(
  api: AdminClient,
  name: string,
): Promise<Schemas['AdminBundleLicense']> {
  const query = { license_key: name };
  return findOne('bundle license', name, {
    named: () => answer(api.GET('/admin/v1/bundle-licenses', { params: { query } })),
    byId: (id) => answer(api.GET('/admin/v1/bundle-licenses/{id}', { params: { path: { id } } })),
    mayBeName: !isId(name),
  });
}
