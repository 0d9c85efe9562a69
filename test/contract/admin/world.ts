import { randomUUID } from 'node:crypto';
import { beginTest } from '../../../src/connections/test-sign-ins.ts';
import { newId } from '../../../src/rules/ids.ts';
import { DEFAULT_OIDC_SETTINGS, type OidcConnection } from '../../../src/rules/oidc-connection.ts';
import { build } from '../../support/build.ts';
import { type AdminCall, createAdminClient } from '../../support/admin-client.ts';
import {
  adminOperations,
  type DeclaredOperation,
  exampleBody,
  operationOf,
  requiredQuery,
} from '../../support/contract.ts';
import { startServer, type TestServer } from '../../support/start-server.ts';

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

/** A new license of a user product, with a feature that counts its use. @returns the id of the product feature too */
export async function newLicenseFeature({ make }: Pick<AdminWorld, 'make'>) {
  const license = await newLicense({ make });
  const feature = await make.productFeature({
    product_id: license.productId,
    feature_type: 'consumption',
  });
  const of = { license_id: license.id, product_feature_id: feature.id };
  const licenseFeatureId = await make.licenseFeature(of);
  return { ...license, featureId: feature.id, code: feature.code, licenseFeatureId };
}

/** A new version of a new product. */
export async function newVersion({ make }: Pick<AdminWorld, 'make'>, over: object = {}) {
  const { id: product_id } = await make.product();
  return make.version({ product_id, ...over });
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
    case 'updateCustomer':
      return { path: { id: await make.customer(null) }, body: { company_name: 'Another' } };
    case 'createLicensePolicy': {
      const { id } = await make.product();
      return { body: { product_id: id, code: unique('p'), name: 'P', terms: { is_trial: true } } };
    }
    case 'getLicensePolicy':
    case 'deleteLicensePolicy':
      return { path: { id: await make.policy() } };
    case 'updateLicensePolicy':
      return { path: { id: await make.policy() }, body: { name: 'Another' } };
    case 'createBundle': {
      const { id, authorization_method } = await make.product();
      return { body: { code: unique('b'), name: 'B', authorization_method, product_ids: [id] } };
    }
    case 'getBundle':
    case 'deleteBundle':
      return { path: { id: (await make.bundle([await make.product()])).id } };
    case 'updateBundle':
      return { path: { id: (await make.bundle([await make.product()])).id }, body: { name: 'C' } };
    case 'createBundleLicense':
      return { body: { bundle_id: (await make.bundle([await make.product()])).id } };
    case 'getBundleLicense':
    case 'deleteBundleLicense':
    case 'updateBundleLicense': {
      const bundle = await make.bundle([await make.product()]);
      const path = { id: (await make.bundleLicense(bundle)).id };
      return operationId === 'updateBundleLicense' ? { path, body: { enabled: false } } : { path };
    }
    case 'createLicense': {
      const { id } = await make.product({ authorization_method: 'license-key' });
      return { body: { product_id: id } };
    }
    case 'getLicense':
    case 'deleteLicense':
      return { path: { id: (await newLicense({ make })).id } };
    case 'updateLicense':
      return { path: { id: (await newLicense({ make })).id }, body: { enabled: false } };
    case 'listConsumptions':
      return { path: { id: (await newLicense({ make })).id } };
    case 'createProductVersion': {
      const { id } = await make.product();
      return {
        body: { product_id: id, version: '1.0.0', url: 'https://vendor.example/setup.exe' },
      };
    }
    case 'getProductVersion':
    case 'deleteProductVersion':
      return { path: { id: (await newVersion({ make })).id } };
    case 'updateProductVersion':
      return { path: { id: (await newVersion({ make })).id }, body: { enabled: false } };
    case 'createUpload':
      return {
        query: { filename: 'setup.exe' },
        rawBody: 'an installation file',
        contentType: 'application/octet-stream',
      };
    case 'listDevices':
      return { path: { id: (await newLicense({ make }, 9)).id } };
    case 'listSlots':
      return { path: { id: (await newLicense({ make }, 1)).id } };
    case 'freeSlot': {
      const { id, devices } = await newLicense({ make }, 1);
      const slotId = newId();
      const place = { licenseId: id, licenseFeatureId: 0, deviceId: devices[0] ?? 0 };
      const slot = { held_until: new Date('2100-01-01T00:00:00Z'), borrowed_until: null };
      await server.store.slots.put(slotId, place, slot, new Date());
      return { path: { id, slot_id: slotId } };
    }
    case 'updateDevice': {
      const { id, devices } = await newLicense({ make }, 1);
      return { path: { id, device_id: devices[0] ?? 0 }, body: { blacklisted: true } };
    }
    case 'releaseDevice': {
      const { id, devices } = await newLicense({ make }, 1);
      return { path: { id, device_id: devices[0] ?? 0 } };
    }
    case 'setLicenseFeature':
    case 'removeLicenseFeature':
    case 'resetFeatureConsumption': {
      const { id, featureId } = await newLicenseFeature({ make });
      const path = { id, feature_id: featureId };
      return operationId === 'setLicenseFeature' ? { path, body: { valid_days: 30 } } : { path };
    }
    case 'resetLicenseConsumption': {
      const { id: product_id } = await make.product();
      return { path: { id: (await make.license({ product_id, license_type: 'consumption' })).id } };
    }
    case 'createProductFeature': {
      const { id: product_id } = await make.product();
      return { body: { product_id, code: 'ocr', name: 'Text recognition' } };
    }
    case 'getProductFeature':
    case 'deleteProductFeature':
    case 'updateProductFeature': {
      const { id: product_id } = await make.product();
      const path = { id: (await make.productFeature({ product_id })).id };
      return operationId === 'updateProductFeature'
        ? { path, body: { name: 'Another' } }
        : { path };
    }
    case 'assignLicenseUser': {
      const { id } = await newLicense({ make });
      return { path: { id, user_id: (await make.user()).id }, body: { max_activations: 2 } };
    }
    case 'assignBundleLicenseUser':
    case 'unassignBundleLicenseUser': {
      const bundle = await make.bundle([await make.product()]);
      const { id, licenseIds } = await make.bundleLicense(bundle);
      const path = { id, user_id: (await make.user()).id };
      if (operationId === 'assignBundleLicenseUser') return { path, body: { max_activations: 2 } };
      for (const one of licenseIds) await server.store.assignments.assign(one, path.user_id, null);
      return { path };
    }
    case 'unassignLicenseUser': {
      const { id, userId } = await newLicense({ make });
      return { path: { id, user_id: userId } };
    }
    case 'setLicenseUserPassword': {
      const { id } = await make.user();
      return { path: { id }, body: { password: 'correct horse battery' } };
    }
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
    case 'revokeApiKey':
      return { path: { id: (await make.apiKey()).id } };
    case 'revokeOAuthClient':
      return { path: { id: (await make.oauthClient()).id } };
    case 'createOAuthClientSecret':
      return { path: { id: (await make.oauthClient()).id }, body: { grace_hours: 24 } };
    default:
      return exampleCall(server, operationId);
  }
}

/** A request as the contract's examples have it. The resource that its path names is created first. */
async function exampleCall(server: TestServer, operationId: string): Promise<AdminCall> {
  const operation = operationOf(operationId);
  const collection = operation.path.replace(/\/\{id\}$/, '');
  if (collection.includes('{')) {
    throw new Error(`goodAdminCall does not know ${operationId}, whose path has parameters`);
  }
  const body = newBody(operation);
  if (collection === operation.path) return { query: requiredQuery(operationId), body };
  const create = adminOperations.find((one) => one.path === collection && one.method === 'POST');
  if (create === undefined) throw new Error(`nothing creates what ${operationId} needs`);
  // A client of its own: the rate limit is for each token.
  const client = await createAdminClient(server);
  const made = await client.call<{ id: number }>(create.operationId, { body: newBody(create) });
  if (made.status !== 201)
    throw new Error(`${create.operationId} answered ${JSON.stringify(made)}`);
  return { path: { id: made.body.id }, body };
}

/** The first example of a request's body, with names that nothing else has, and without the ids of others. */
function newBody(operation: DeclaredOperation): AdminCall['body'] {
  const example = exampleBody(operation);
  if (example === undefined) return undefined;
  const named = Object.entries(example)
    .filter(([name, value]) => !name.endsWith('_id') || typeof value !== 'number')
    .map(([name, value]) => [
      name,
      /^(code|email|name)$/.test(name) ? `${randomUUID()}-${String(value)}` : value,
    ]);
  return Object.fromEntries(named) as Record<string, unknown>;
}
