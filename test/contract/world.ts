import { randomUUID } from 'node:crypto';
import { databaseOf } from '../../src/config/config.ts';
import type { ProductFeature } from '../../src/rules/product-feature.ts';
import { settledTables } from '../../src/store/settled-tables.ts';
import { build } from '../support/build.ts';
import { type Call, type Client, createClient } from '../support/client.ts';
import {
  type DeclaredOperation,
  exampleBody,
  operationOf,
  requiredQuery,
} from '../support/contract.ts';
import { dialect, openSession, whileLocked as whileDatabaseLocked } from '../support/database.ts';
import { untilKnownEverywhere } from '../support/known-everywhere.ts';
import { offlineFile } from '../support/offline.ts';
import { type SignInResult, signInWithPassword } from '../support/sign-in.ts';
import { updateRow } from '../support/update-row.ts';
import { startPair } from '../support/start-pair.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

/** A person who may sign in. */
export interface Person {
  readonly id: number;
  readonly email: string;
  readonly password: string;
}

export type World = Awaited<ReturnType<typeof createWorld>>;
type Make = ReturnType<typeof build>;

/** A new license user with a password. */
export async function newPerson(world: { make: Make }): Promise<Person> {
  const password = 'correct horse battery staple';
  return { ...(await world.make.user({ password })), password };
}

/** A server with one of everything. @param start starts it, where it is not to be one instance */
export async function createWorld(
  options: Parameters<typeof startServer>[0] = {},
  start = startServer,
) {
  const server = await start(options);
  const make = build(server.store);
  const apiKey = await make.apiKey();
  const client = createClient(server, apiKey);
  const product = await make.product();
  const keyProduct = await make.product({ authorization_method: 'license-key' });
  const bundle = await make.bundle([
    keyProduct,
    await make.product({ authorization_method: 'license-key' }),
  ]);
  const account = await make.account();
  const person = await newPerson({ make });
  const license = await make.license({
    product_id: product.id,
    customer_id: account.customerId,
    userId: person.id,
    max_activations: null,
  });
  return { server, make, apiKey, client, product, keyProduct, bundle, account, person, license };
}

/**
 * A server with one of everything. On PostgreSQL it is two instances, of which each request goes to the other one than
 * the request before.
 */
export function startWorld(): Promise<World> {
  return createWorld({}, dialect() === 'postgres' ? startPair : startServer);
}

/** Does something with a server of its own. */
export async function withWorld<T>(
  options: Parameters<typeof startServer>[0],
  work: (world: World) => Promise<T>,
): Promise<T> {
  const world = await createWorld(options);
  try {
    return await work(world);
  } finally {
    await world.server.close();
  }
}

/** A new license of the key product. @returns its id, and what names it in a request */
export async function newKeyLicense(
  world: Pick<World, 'make' | 'keyProduct'>,
  over: Partial<Parameters<World['make']['license']>[0]> = {},
): Promise<{ id: number; fields: { product: string; license_key: string } }> {
  const { license_key: licenseKey = randomUUID().toUpperCase() } = over;
  const productId = world.keyProduct.id;
  const { id } = await world.make.license({
    product_id: productId,
    ...over,
    license_key: licenseKey,
  });
  return { id, fields: { product: world.keyProduct.code, license_key: licenseKey } };
}

type FeatureOver = Partial<Parameters<World['make']['licenseFeature']>[0]>;

/** A new license of the key product with a feature that no other license has. @returns their ids, and what names them */
export async function newFeatureLicense(
  world: Pick<World, 'make' | 'keyProduct'>,
  feature_type: ProductFeature['feature_type'] = 'consumption',
  {
    terms = {},
    license = {},
  }: { terms?: FeatureOver; license?: Parameters<typeof newKeyLicense>[1] } = {},
): Promise<{
  id: number;
  featureId: number;
  fields: { product: string; license_key: string; feature: string };
}> {
  const { id, fields } = await newKeyLicense(world, license);
  const product_id = world.keyProduct.id;
  const feature = await world.make.productFeature({ product_id, feature_type });
  const of = { license_id: id, product_feature_id: feature.id };
  const featureId = await world.make.licenseFeature({ ...terms, ...of });
  return { id, featureId, fields: { ...fields, feature: feature.code } };
}

/**
 * A new license of the bundle of key products.
 * @param members what differs of each member license
 * @returns its ids, and what names it in a request
 */
export async function newBundleLicense(
  world: Pick<World, 'make' | 'bundle'>,
  members: Parameters<World['make']['bundleLicense']>[1] = [],
) {
  const { id, license_key, licenseIds } = await world.make.bundleLicense(world.bundle, members);
  const fields = { product: world.bundle.code, license_key: license_key ?? '' };
  return { id, licenseIds, fields };
}

/** Longer ago than any clock of a test. */
export const PAST = new Date('2020-01-01T00:00:00.000Z');
const DAY = 86_400_000;

/** A new product with licenses of `world.person`, oldest first. @returns their ids, and what names them */
export async function newUserLicenses(
  { make, person }: Pick<World, 'make' | 'person'>,
  ...licenses: Partial<Parameters<Make['license']>[0]>[]
): Promise<{ ids: number[]; fields: Record<string, string> }> {
  const { id: productId, code: product } = await make.product();
  const ids: number[] = [];
  for (const [index, over] of licenses.entries()) {
    const createdAt = new Date(PAST.getTime() + index * DAY);
    ids.push(
      (await make.license({ product_id: productId, userId: person.id, createdAt, ...over })).id,
    );
  }
  return { ids, fields: { product, username: person.email, password: person.password } };
}

/** A request of the operation that succeeds, as often as it is sent unless it frees a seat. */
export async function goodCall(world: World, operationId: string): Promise<Call> {
  const product = world.product.code;
  const { email: username, password } = world.person;
  switch (operationId) {
    case 'getSsoUrl':
      return { query: { product, customer_account_code: world.account.code } };
    case 'activateLicense': {
      const { fields } = await newKeyLicense(world);
      return { body: { ...fields, hardware_id: randomUUID() } };
    }
    case 'activateOffline':
    case 'deactivateOffline': {
      const { fields } = await newKeyLicense(world);
      const device = { ...fields, hardware_id: randomUUID() };
      const isActivated = operationId === 'deactivateOffline';
      if (isActivated) await world.client.call('activateLicense', { body: device });
      return { body: offlineBody(world, device) };
    }
    case 'activateBundle':
      return { body: { ...(await newBundleLicense(world)).fields, hardware_id: randomUUID() } };
    case 'activateBundleOffline':
    case 'deactivateBundleOffline': {
      const device = { ...(await newBundleLicense(world)).fields, hardware_id: randomUUID() };
      const isActivated = operationId === 'deactivateBundleOffline';
      if (isActivated) await world.client.call('activateBundle', { body: device });
      return { body: offlineBody(world, device) };
    }
    case 'checkBundle':
    case 'deactivateBundle': {
      const body = { ...(await newBundleLicense(world)).fields, hardware_id: randomUUID() };
      await world.client.call('activateBundle', { body });
      return operationId === 'checkBundle' ? { query: body } : { body };
    }
    case 'listUserLicenses':
      return { query: { product, username, password } };
    case 'checkLicenseFeature':
    case 'addFeatureConsumption': {
      const { fields } = await newFeatureLicense(world);
      const device = { ...fields, hardware_id: randomUUID() };
      await world.client.call('activateLicense', { body: device });
      return operationId === 'checkLicenseFeature' ? { query: device } : { body: device };
    }
    case 'releaseFeatureSlot':
    case 'borrowFeatureSlot': {
      const terms = { floating: true };
      const license = { can_borrow: true };
      const { fields } = await newFeatureLicense(world, 'activation', { terms, license });
      const device = { ...fields, hardware_id: randomUUID() };
      await world.client.call('activateLicense', { body: device });
      await world.client.call('checkLicenseFeature', { query: device });
      return { body: { ...device, borrowed_until: null } };
    }
    case 'getTrialKey': {
      const { keyProduct } = world;
      await updateRow(world.server, 'products', keyProduct.id, { allow_trial: true });
      return { query: { product: keyProduct.code, hardware_id: randomUUID() } };
    }
    case 'changePassword':
      return { body: { username, password, new_password: password } };
    case 'listCustomerLicenseUsers':
      return { query: { product, customer: 'it@customer.test' } };
    default:
      return exampleCall(world, operationOf(operationId));
  }
}

/** A request file as the body of a call. Fields may be replaced: the file is made, and signed, when it is sent. */
export function offlineBody(
  { server, apiKey }: Pick<World, 'server' | 'apiKey'>,
  fields: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return {
    ...fields,
    toJSON(this: Record<string, unknown>) {
      const date = server.clock.now().toUTCString();
      return offlineFile(apiKey, { date, ...this, toJSON: undefined });
    },
  };
}

/** A request as the contract's example has it. If it names a device, that is bound to a license first. */
async function exampleCall(world: World, operation: DeclaredOperation): Promise<Call> {
  const example = exampleBody(operation);
  const query = requiredQuery(operation.operationId, { product: world.product.code });
  if (!('hardware_id' in (example ?? query))) return { query, body: example };
  const counts = operation.tags.includes('consumption');
  const license_type = counts ? 'consumption' : 'perpetual';
  const isFloating = operation.tags.includes('floating');
  const floating = { floating: true, can_borrow: true };
  const { fields } = await newKeyLicense(world, { license_type, ...(isFloating && floating) });
  const device = { ...fields, hardware_id: randomUUID() };
  await world.client.call('activateLicense', { body: device });
  if (operation.operationId === 'getInstallationFile') {
    await world.make.version({ product_id: world.keyProduct.id });
  }
  if (example === undefined) return { query: { ...query, ...device } };
  const borrowed = 'borrowed_until' in example && { borrowed_until: null };
  return { body: { ...example, username: undefined, ...device, ...borrowed } };
}

/** The call with other fields: in its body where it has one, else in its query. */
export function withFields(call: Call, fields: Record<string, unknown>): Call {
  if (call.body !== undefined) return { ...call, body: { ...call.body, ...fields } };
  return { ...call, query: { ...call.query, ...(fields as Record<string, string>) } };
}

/** Asks for a sign-in URL and signs in with it. @param options.query more of `sso_url`'s parameters */
export async function signIn(
  world: World,
  options: { client?: Client; person?: Person; query?: Record<string, string> } = {},
): Promise<SignInResult> {
  const { client = world.client, person = world.person, query } = options;
  const call = withFields(await goodCall(world, 'getSsoUrl'), query ?? {});
  const { body } = await client.call<{ url: string }>('getSsoUrl', call);
  return signInWithPassword(world.server, body.url, person);
}

/** What a sign-in gives that activation takes: `access_token` goes into the field `id_token`. */
export type Way = 'id_token' | 'access_token' | 'code';

/** Signs in, and gives what activation is then sent. */
export async function fieldsAfterSignIn(
  world: World,
  way: Way,
  options: { person?: Person; query?: Record<string, string> } = {},
): Promise<Record<string, string>> {
  const { query = {} } = options;
  const { product = world.product.code, customer_account_code = world.account.code } = query;
  const response_type = way === 'code' ? 'code' : 'token';
  const result = await signIn(world, { ...options, query: { response_type, ...query } });
  const value = result[way] ?? '';
  const proof = way === 'code' ? { code: value } : { id_token: value };
  return { product, customer_account_code, ...proof };
}

/** Does something at another time, and comes back. */
export async function later<T>(
  server: TestServer,
  milliseconds: number,
  work: () => Promise<T>,
): Promise<T> {
  server.clock.advance(milliseconds);
  try {
    return await work();
  } finally {
    server.clock.advance(-milliseconds);
  }
}

/** What the database keeps of what a device said. */
export async function storedDevice(
  { config }: TestServer,
  id: number,
): Promise<{ fields: unknown; variables: unknown }> {
  const session = await openSession(databaseOf(config));
  const [row] = await session.query(`select fields, variables from devices where id = ${id}`);
  await session.close();
  return {
    fields: JSON.parse(String(row?.['fields'])) as unknown,
    variables: JSON.parse(String(row?.['variables'])) as unknown,
  };
}

/** Does something while nobody can write to the server's database. */
export function whileLocked<T>({ config }: TestServer, work: () => Promise<T>): Promise<T> {
  return whileDatabaseLocked(databaseOf(config), work);
}

/** Does something while a table is not there. */
export async function withoutTable<T>(
  { config }: TestServer,
  table: string,
  work: () => Promise<T>,
): Promise<T> {
  const other = await openSession(databaseOf(config));
  // Rows of a settled table are in memory, as long as the number of their changes can be read.
  const isSettled = settledTables.has(table);
  const tables = isSettled ? [table, 'settled_changes'] : [table];
  for (const name of tables) await other.query(`alter table ${name} rename to ${name}_away`);
  if (isSettled) await untilKnownEverywhere();
  try {
    return await work();
  } finally {
    for (const name of tables) await other.query(`alter table ${name}_away rename to ${name}`);
    await other.close();
  }
}
