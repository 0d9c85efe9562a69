import { randomBytes, randomUUID } from 'node:crypto';
import { adminOperations, type DeclaredOperation } from '../../support/contract.ts';
import type { AdminCall, AdminResponse } from '../../support/admin-client.ts';
import type { KnownToAdmins } from '../arbitrary-admin-request.ts';
import { type AdminWorld, goodAdminCall, newLicense } from './world.ts';

/** How many requests of each operation are prepared, so that they succeed once each. */
const PREPARED = 8;
/** How many of a kind are known at most: of what comes later, the oldest is forgotten first. */
const REMEMBERED = 100;

/** Times that calendars, dates of JavaScript or columns may not have. */
const TIMES = [
  ...['2026-01-01T00:00:00Z', '2099-12-31T23:59:59.999Z', '1969-12-31T23:59:59.999Z'],
  ...['0000-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z'],
  ...['99999-01-01T00:00:00Z', '+275760-09-13T00:00:00.000Z', '-000001-01-01T00:00:00Z'],
  ...['2026-02-31T00:00:00Z', '2026-12-31T24:00:00Z', '2026-06-30T23:59:60Z', '2026-01-01'],
];

/**
 * What random requests of the Admin API may name.
 * @param operations those whose requests are prepared
 * @returns it, and a way to tell what an answer makes known
 */
export async function createStock(world: AdminWorld, operations: readonly DeclaredOperation[]) {
  const calls: [string, AdminCall[]][] = [];
  // One operation after the other: a server that is asked for all of it at once answers that it is busy.
  for (const { operationId } of operations) {
    const good = Array.from({ length: PREPARED }, () => goodAdminCall(world, operationId));
    calls.push([operationId, await Promise.all(good)]);
  }
  const licenses = await Promise.all(Array.from({ length: PREPARED }, () => newLicense(world, 4)));
  const keyProduct = await world.make.product({ authorization_method: 'license-key' });
  const licenseKey = randomUUID();
  await world.make.license({ product_id: keyProduct.id, license_key: licenseKey });
  const account = await world.make.account();

  const values: Record<string, unknown[]> = {
    code: [account.code, keyProduct.code],
    email: licenses.map(({ email }) => email),
    hardware_id: ['device-0', 'device-1'],
    license_key: [licenseKey],
    order_store_id: ['an order'],
    cursor: [cursorOf('9999999999999999.9999999999999999'), cursorOf('0.0'), cursorOf('1.x')],
    kind: ['password', 'oidc'],
    // Never a host that a request would leave this machine for.
    issuer: ['https://127.0.0.1:1', 'https://127.0.0.1:1/a?b', 'http://127.0.0.1:1', 'https://['],
    uri: ['http://127.0.0.1/callback', 'https://x.test/é', 'com.example.app:/back', wideUri()],
    ...Object.fromEntries(
      ['from', 'to', 'valid_until', 'maintenance_until'].map((name) => [name, TIMES]),
    ),
    action: ['createProduct', 'license.activate'],
    actor_id: [String(world.client.tokenId)],
    metadata: [{ constructor: { prototype: { polluted: true } } }, { ['a'.repeat(20_000)]: '\0' }],
    product_ids: [[keyProduct.id], licenses.map(({ productId }) => productId)],
  };
  const ids: Record<string, number[]> = {
    products: licenses.map(({ productId }) => productId),
    'customer-accounts': [account.id],
    customers: [account.customerId],
    licenses: licenses.map(({ id }) => id),
    'license-users': licenses.map(({ userId }) => userId),
    'api-keys': [],
    devices: licenses.flatMap(({ devices }) => devices),
  };
  Object.assign(values, {
    product_id: ids['products'],
    customer_account_id: ids['customer-accounts'],
    customer_id: ids['customers'],
    license_id: ids['licenses'],
    license_user_id: ids['license-users'],
    subject_id: ids['licenses'],
  });
  const known: KnownToAdmins = {
    requests: Object.fromEntries(
      calls.map(([operationId, good]) => [
        operationId,
        good.map(({ body, query }) => ({ ...query, ...(body as object) })),
      ]),
    ),
    paths: Object.fromEntries([
      ...calls.map(([operationId, good]) => [operationId, good.map(({ path = {} }) => path)]),
      [
        'releaseDevice',
        licenses.flatMap(({ id, devices }) => devices.map((device_id) => ({ id, device_id }))),
      ],
    ]) as KnownToAdmins['paths'],
    values,
    ids,
  };
  return { known, learn };

  /** Takes in what an answer made known, and forgets what it took away. */
  function learn(operationId: string, id: unknown, reply: AdminResponse<Fields>): void {
    const operation = adminOperations.find((one) => one.operationId === operationId);
    const { method, path } = operation as DeclaredOperation;
    const collection = ids[path.split('/')[3] ?? ''] ?? [];
    const isOfCollection = path.split('/').length === 4;
    if (reply.status === 201 && isOfCollection) remember(collection, reply.body?.['id']);
    if (method === 'DELETE' && path.endsWith('/{id}') && reply.status === 204) {
      const at = collection.indexOf(Number(id));
      if (at >= 0) collection.splice(at, 1);
    }
    remember(values['cursor'], reply.body?.['next_cursor']);
    for (const name of ['code', 'email', 'license_key', 'order_store_id']) {
      if (reply.status < 300) remember(values[name], reply.body?.[name]);
    }
  }
}

type Fields = Record<string, unknown> | undefined;

function remember(list: unknown[] | undefined, value: unknown): void {
  if (list === undefined || (typeof value !== 'string' && typeof value !== 'number')) return;
  list.push(value);
  // What was there at first has relations, and stays.
  if (list.length > REMEMBERED) list.splice(REMEMBERED / 2, 1);
}

/** Not to be made smaller by compression, and longer in bytes than in letters. */
const wideUri = () =>
  `https://x.test/${Array.from(randomBytes(2_000), (byte) => String.fromCodePoint(0x4e00 + byte)).join('')}`;

const cursorOf = (text: string) => Buffer.from(text).toString('base64url');
