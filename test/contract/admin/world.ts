import { randomUUID } from 'node:crypto';
import { beginTest } from '../../../src/connections/test-sign-ins.ts';
import { DEFAULT_OIDC_SETTINGS, type OidcConnection } from '../../../src/rules/oidc-connection.ts';
import { build } from '../../support/build.ts';
import { type AdminCall, createAdminClient } from '../../support/admin-client.ts';
import { operationOf, requiredQuery } from '../../support/contract.ts';
import { startServer } from '../../support/start-server.ts';

/** A server with an admin token. */
export async function createAdminWorld(options: Parameters<typeof startServer>[0] = {}) {
  const server = await startServer(options);
  const make = build(server.store);
  const client = await createAdminClient(server);
  return { server, make, client };
}

export type AdminWorld = Awaited<ReturnType<typeof createAdminWorld>>;

/** A code, a name or a key that nothing else has. */
export const unique = (prefix: string) => `${prefix}-${randomUUID()}`;

/** A new license of a user product, with its user and devices of theirs. */
export async function newLicense({ make }: Pick<AdminWorld, 'make'>, deviceCount = 0) {
  const { id: productId, code } = await make.product();
  const { id: userId, email } = await make.user();
  const { id } = await make.license({ product_id: productId, userId, max_activations: null });
  const devices: number[] = [];
  for (let index = 0; index < deviceCount; index += 1) {
    const holder = { licenseUserId: userId };
    devices.push(await make.device({ productId, holder, hardwareId: `device-${index}` }));
  }
  return { id, productId, product: code, userId, email, devices };
}

const OIDC: OidcConnection = {
  ...DEFAULT_OIDC_SETTINGS,
  kind: 'oidc',
  issuer: 'https://127.0.0.1:1',
  client_id: 'latchkey',
  client_secret: 'not known there',
};

/** A request of the operation that succeeds, once. */
export async function goodAdminCall(
  { make, server }: Pick<AdminWorld, 'make' | 'server'>,
  operationId: string,
): Promise<AdminCall> {
  switch (operationId) {
    case 'createProduct':
      return { body: { code: unique('made'), name: 'Made', authorization_method: 'user' } };
    case 'getProduct':
    case 'deleteProduct':
      return { path: { id: (await make.product()).id } };
    case 'updateProduct':
      return { path: { id: (await make.product()).id }, body: { name: 'Another' } };
    case 'createCustomer':
      return { body: { email: `${unique('it')}@made.test` } };
    case 'getCustomer':
    case 'deleteCustomer':
      return { path: { id: await make.customer(null) } };
    case 'updateCustomer':
      return { path: { id: await make.customer(null) }, body: { company_name: 'Another' } };
    case 'createLicense': {
      const { id } = await make.product({ authorization_method: 'license-key' });
      return { body: { product_id: id } };
    }
    case 'getLicense':
    case 'deleteLicense':
      return { path: { id: (await newLicense({ make })).id } };
    case 'updateLicense':
      return { path: { id: (await newLicense({ make })).id }, body: { enabled: false } };
    case 'listDevices':
      return { path: { id: (await newLicense({ make }, 9)).id } };
    case 'releaseDevice': {
      const { id, devices } = await newLicense({ make }, 1);
      return { path: { id, device_id: devices[0] ?? 0 } };
    }
    case 'assignLicenseUser': {
      const { id } = await newLicense({ make });
      return { path: { id, user_id: (await make.user()).id }, body: { max_activations: 2 } };
    }
    case 'unassignLicenseUser': {
      const { id, userId } = await newLicense({ make });
      return { path: { id, user_id: userId } };
    }
    case 'createLicenseUser':
      return { body: { email: `${unique('user')}@made.test` } };
    case 'getLicenseUser':
    case 'deleteLicenseUser':
      return { path: { id: (await make.user()).id } };
    case 'updateLicenseUser':
      return { path: { id: (await make.user()).id }, body: { first_name: 'Another' } };
    case 'setLicenseUserPassword': {
      const { id } = await make.user();
      return { path: { id }, body: { password: 'correct horse battery' } };
    }
    case 'createCustomerAccount':
      return { body: { code: unique('made'), name: 'Made' } };
    case 'getCustomerAccount':
      return { path: { id: (await make.account()).id } };
    case 'deleteCustomerAccount':
      return { path: { id: (await make.unusedAccount()).id } };
    case 'updateCustomerAccount':
      return { path: { id: (await make.account()).id }, body: { name: 'Another' } };
    case 'testConnection':
      return { path: { id: (await make.account()).id }, body: {} };
    case 'createTestSignIn':
      return { path: { id: (await make.account({}, OIDC)).id } };
    case 'getTestSignIn': {
      const { id } = await make.account({}, OIDC);
      const test = await beginTest(server.store, id, server.clock.now());
      return { path: { id, test_sign_in_id: test.id } };
    }
    case 'getConnection':
    case 'deleteConnection':
      return { path: { id: (await make.account()).id } };
    case 'setConnection':
      return { path: { id: (await make.account()).id }, body: { kind: 'password' } };
    case 'updateConnection':
      return { path: { id: (await make.account()).id }, body: { enabled: false } };
    case 'createApiKey':
      return { body: { name: unique('made') } };
    case 'getApiKey':
    case 'revokeApiKey':
      return { path: { id: (await make.apiKey()).id } };
    case 'updateApiKey':
      return { path: { id: (await make.apiKey()).id }, body: { name: 'Another' } };
    default:
      if (operationOf(operationId).path.includes('{')) {
        throw new Error(`goodAdminCall does not know ${operationId}, whose path has parameters`);
      }
      return { query: requiredQuery(operationId) };
  }
}
