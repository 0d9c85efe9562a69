import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Call, createClient, isSigned, signedHeaders } from '../support/client.ts';
import { applicationOperations, declaredOperations } from '../support/contract.ts';
import { http } from '../support/http.ts';
import { rounds } from '../support/long.ts';
import { reachedCodes } from '../support/reached.ts';
import { type ArbitraryCall, arbitraryCall, type KnownToSigners } from './arbitrary-request.ts';
import { createWorld, goodCall, newKeyLicense, offlineBody, signIn, type World } from './world.ts';
import { untilAnswered } from './until-answered.ts';

/** How many to send, or what RANDOM_REQUESTS says up to 10,000. */
const COUNT = Math.min(
  Number(process.env['RANDOM_REQUESTS'] ?? applicationOperations.length * rounds(60, 80)),
  10_000,
);

const OTHERS = Math.ceil(COUNT / 10);

let world: World;
let passwordHash: string | null;
beforeAll(async () => {
  // One address and a few API keys send all of them.
  world = await createWorld();
  passwordHash = (await storedPerson()).password_hash;
});
afterAll(() => world.server.close());

async function storedPerson() {
  const stored = await world.server.store.licenseUsers.find(world.person.id);
  if (stored === undefined) throw new Error('the person was deleted');
  return stored;
}

/** Values that lead somewhere, and requests that may succeed. */
async function findKnown(): Promise<KnownToSigners> {
  const { make, product, keyProduct, account, person, apiKey } = world;
  // A random request may have changed the password.
  const changed = { ...(await storedPerson()), password_hash: passwordHash };
  await world.server.store.licenseUsers.update(changed, world.server.clock.now());
  const scarce = await newKeyLicense(world, { max_activations: 2, max_transfers: 5 });
  const ample = await newKeyLicense(world, { max_activations: null });
  const archived = await make.product({ archived: true });
  const disabled = await make.product({ enabled: false });
  const strict = await make.account({}, { allow_implicit: false });
  const closed = await make.account({}, null);
  const { id_token, access_token } = await signIn(world);
  const codes: (string | undefined)[] = [];
  for (let index = 0; index < 10; index += 1) {
    codes.push((await signIn(world, { query: { response_type: 'code' } })).code);
  }

  const device = { hardware_id: 'device' };
  const lab = { hardware_id: 'a device in a laboratory' };
  const user = { product: product.code, username: person.email };
  const withPassword = { ...user, password: person.password };
  const sso = { product: product.code, customer_account_code: account.code };
  const key = { ...ample.fields, ...device };
  const acting = [
    ...[key, key, { ...scarce.fields, ...device }, { ...withPassword, ...device }],
    ...[id_token, access_token].map((token) => ({ ...sso, ...device, id_token: token })),
    ...codes.slice(0, 2).map((code) => ({ ...sso, ...device, code })),
  ];
  for (const body of [key, { ...key, ...lab }])
    await world.client.call('activateLicense', { body });
  const requests: Record<string, Record<string, unknown>[]> = {};
  for (const { operationId } of applicationOperations) {
    const { query, body } = await goodCall(world, operationId);
    requests[operationId] = [{ ...query, ...(body as object) }];
  }
  return {
    requests: {
      ...requests,
      getSsoUrl: [sso, { ...sso, response_type: 'code' }],
      activateLicense: acting,
      deactivateLicense: [...acting, { ...user, ...device }],
      activateOffline: [
        offlineBody(world, key),
        offlineBody(world, { ...withPassword, ...device }),
      ],
      deactivateOffline: [
        offlineBody(world, { ...key, ...lab }),
        offlineBody(world, { ...user, ...lab }),
      ],
      checkLicense: [key, { ...user, ...device }],
      listUserLicenses: [withPassword, { ...sso, id_token }],
    },
    values: {
      product: [product, keyProduct, archived, disabled].map(({ code }) => code),
      customer_account_code: [account, strict, closed].map(({ code }) => code),
      hardware_id: ['device', 'another', 'a third', randomUUID()],
      license_key: [ample.fields.license_key, scarce.fields.license_key],
      license_id: [ample.id, scarce.id, world.license.id],
      username: [person.email],
      password: [person.password],
      id_token: [id_token, access_token],
      code: codes,
      response_type: ['code', 'token'],
      redirect_uri: ['http://127.0.0.1/callback', 'http://127.0.0.1:5000/callback'],
    },
    credentials: [
      ...Array.from({ length: 20 }, () => apiKey),
      await make.apiKey({ read_only: true }),
      await make.apiKey({ revoked_at: new Date() }),
      await make.apiKey({ product_ids: [product.id] }),
      { ...apiKey, shared_key: 'wrong' },
    ],
  };
}

function headersOf({ credentials, headerFault }: ArbitraryCall): Call['headers'] {
  const now = world.server.clock.now();
  const right = signedHeaders(credentials, now.toUTCString());
  switch (headerFault?.kind) {
    case 'omit':
      return right.filter(([name]) => !headerFault.names.includes(name));
    case 'date': {
      const date = new Date(now.getTime() + headerFault.seconds * 1_000);
      return signedHeaders(credentials, date.toUTCString());
    }
    case 'raw':
      return [
        ['Date', headerFault.date],
        ['Authorization', headerFault.authorization],
      ];
    default:
      return right;
  }
}

describe('random requests', () => {
  it(`get a response that the contract declares, and never an internal error: ${COUNT} of them`, async () => {
    const check = async (call: ArbitraryCall) => {
      const { operation, credentials, headerFault, ...rest } = call;
      const client = createClient(world.server, credentials);
      const headers = headersOf({ operation, credentials, headerFault, ...rest });
      const all = { ...rest, ...(headers === undefined ? {} : { headers }) };
      const { status, body } = await client.call(operation.operationId, all);
      expect({ status: status < 500 ? 'no fault' : status, body }).toEqual({
        status: 'no fault',
        body,
      });
    };
    // They are worth something only if they get through, and meet every guard.
    const missing = await untilAnswered(applicationOperations, async (operations) => {
      const calls = arbitraryCall(operations, await findKnown());
      const numRuns = Math.ceil((COUNT * operations.length) / applicationOperations.length);
      await fc.assert(fc.asyncProperty(calls, check), { numRuns });
    });
    expect(missing).toEqual([]);
    expect(reachedCodes().length).toBeGreaterThan(50);
    expect({}).not.toHaveProperty('polluted');
  }, 600_000);

  it(`to other paths and methods get 404 or 405: ${OTHERS} of them`, async () => {
    const paths = declaredOperations.map(({ path }) => path.replace(/\{\w+\}/g, '1'));
    const methodsOf = (path: string) =>
      declaredOperations
        .filter((one) => new RegExp(`^${one.path.replace(/\{\w+\}/g, '[\\w.~-]+')}$`).test(path))
        .flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
    const segment = fc.oneof(
      fc.constantFrom(...paths.flatMap((one) => one.split('/')), '..', '%2e'),
      fc.webSegment(),
    );
    const path = fc.oneof(
      fc.constantFrom(...paths),
      fc
        .tuple(fc.constantFrom('/api', '/admin/v1'), fc.array(segment, { maxLength: 4 }))
        .map((parts) => parts.flat().join('/')),
    );
    const method = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS');
    await fc.assert(
      fc.asyncProperty(path, method, fc.webQueryParameters(), async (target, verb, query) => {
        const known = methodsOf(target.replace(/\/$/, ''));
        fc.pre(!known.includes(verb));
        const options = { method: verb, target: `${target}?${query}` };
        const { status, headers, bytes } = await http(world.server.url, options);
        const expected = known.length === 0 ? 404 : 405;
        expect({ target, verb, status }).toEqual({ target, verb, status: expected });
        if (verb === 'HEAD') return;
        expect(JSON.parse(bytes.toString())).toMatchObject({ status: expected });
        if (!target.startsWith('/api/')) return;
        expect(isSigned(world.server, bytes, headers['licensesignature'])).toBe(true);
      }),
      { numRuns: OTHERS },
    );
  }, 600_000);
});
