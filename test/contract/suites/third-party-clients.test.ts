import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { sign } from '../../../src/schemes/requestSignature.ts';
import { isSigned } from '../../support/client.ts';
import { applicationOperations, operationOf } from '../../support/contract.ts';
import { http, type HttpResponse } from '../../support/http.ts';
import {
  startWorld,
  goodCall,
  newFeatureLicense,
  newKeyLicense,
  newPerson,
  type World,
} from '../world.ts';

type License = components['schemas']['License'];

/** How a client writes its requests. */
interface Manner {
  /** What stands between the parameters of `Authorization`. */
  readonly separator: ',' | ', ';
  /** How it spells the parameter of the API key. */
  readonly apiKey: 'apikey' | 'apiKey';
  readonly slash: (path: string) => boolean;
  readonly headers: readonly (readonly [string, string])[];
}

/** A Node.js client of the Model Context Protocol. */
const node: Manner = {
  separator: ',',
  apiKey: 'apikey',
  slash: (path) => path.endsWith('/sso_url'),
  headers: [['Accept', 'application/json;charset=utf-8']],
};
/** A client on a microcontroller. It sends a type also with GET. */
const embedded: Manner = {
  separator: ', ',
  apiKey: 'apiKey',
  slash: () => true,
  headers: [['Content-Type', 'application/json']],
};
/** A client in Java. */
const java: Manner = { separator: ',', apiKey: 'apiKey', slash: () => false, headers: [] };

/** The paths that the Node.js client calls. */
const NODE_PATHS = [
  'sso_url',
  'activate_license',
  'check_license',
  'deactivate_license',
  'add_consumption',
  'add_feature_consumption',
  'trial_key',
  'product_details',
  'track_device_variables',
  'get_device_variables',
  'floating/release',
  'floating/borrow',
  'change_password',
  'versions',
  'installation_file',
  'customer_license_users',
];

/** Requests in the manner of public clients that other people wrote for the License API v4. */
describe('the contract', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.server.close());

  /** Sends a request. @param options.body also with GET @param options.query as it goes out */
  async function send(
    manner: Manner,
    operationId: string,
    options: { query?: string; body?: unknown; unsigned?: boolean } = {},
  ): Promise<HttpResponse & { json: unknown }> {
    const { server, apiKey } = world;
    const { method, path } = operationOf(operationId);
    const date = server.clock.now().toUTCString();
    const pairs: [string, string][] =
      options.unsigned === true
        ? []
        : [
            ['algorithm', 'hmac-sha256'],
            ['headers', 'date'],
            ['signature', sign(apiKey.shared_key, date)],
          ];
    pairs.push([manner.apiKey, apiKey.api_key]);
    const headers = new Map<string, string>([
      ...(options.body === undefined ? [] : [['Content-Type', 'application/json'] as const]),
      ...manner.headers,
      ['Date', date],
      ['Authorization', pairs.map(([name, value]) => `${name}="${value}"`).join(manner.separator)],
    ]);
    const target = path + (manner.slash(path) ? '/' : '') + (options.query ?? '');
    const response = await http(server.url, {
      method,
      target,
      headers: [...headers],
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
    expect(isSigned(server, response.bytes, response.headers['licensesignature'])).toBe(true);
    return { ...response, json: JSON.parse(response.text) as unknown };
  }

  const queryOf = (fields: Record<string, unknown> = {}) =>
    `?${new URLSearchParams(fields as Record<string, string>).toString()}`;

  const called = applicationOperations.filter(({ path }) =>
    NODE_PATHS.includes(path.slice('/api/v4/'.length)),
  );

  describe('a client of the Model Context Protocol', () => {
    it('finds every path that it calls', () => {
      expect(called).toHaveLength(NODE_PATHS.length);
    });

    it.each(called.map(({ operationId }) => [operationId]))('is answered: %s', async (id) => {
      const call = await goodCall(world, id);
      const { status, json } =
        call.body === undefined
          ? await send(node, id, { query: queryOf(call.query) })
          : await send(node, id, { body: { ...call.body, comment: 'of the collection' } });
      expect({ status, json }).toMatchObject({ status: 200 });
    });

    it('activates with a quantity', async () => {
      const { fields } = await newKeyLicense(world);
      const body = { ...fields, hardware_id: 'a', quantity: 1 };
      expect((await send(node, 'activateLicense', { body })).status).toBe(200);
    });

    it.each(['getSsoUrl', 'listCustomerLicenseUsers'])(
      'sends a JSON body with GET: %s',
      async (id) => {
        const { query } = await goodCall(world, id);
        const { status } = await send(node, id, { query: queryOf(query), body: query });
        expect(status).toBe(200);
      },
    );

    it.each(['activateOffline', 'deactivateOffline'])(
      'is refused when it sends the request as JSON in place of a signed file: %s',
      async (id) => {
        const { fields } = await newKeyLicense(world);
        const device = { ...fields, hardware_id: 'a' };
        const { status, json } = await send(node, id, { body: device });
        expect({ status, json }).toMatchObject({ status: 400, json: { code: expect.any(String) } });
        const query = queryOf(device);
        expect((await send(node, 'checkLicense', { query })).json).toMatchObject({
          code: 'license_not_active',
        });
      },
    );

    it('is refused without a shared key', async () => {
      const { query } = await goodCall(world, 'getProductDetails');
      const { status, json } = await send(node, 'getProductDetails', {
        query: queryOf(query),
        unsigned: true,
      });
      expect({ status, json }).toMatchObject({
        status: 400,
        json: { code: 'authorization_missing_params' },
      });
    });
  });

  describe('a client on a microcontroller', () => {
    it('activates and checks with the colons of a MAC address, within 2,500 bytes', async () => {
      const terms = { floating: true };
      const { fields } = await newFeatureLicense(world, 'activation', { terms });
      const device = { ...fields, hardware_id: 'A4:CF:12:6B:00:9E' };
      const activated = await send(embedded, 'activateLicense', { body: device });
      const query = `?hardware_id=${device.hardware_id}&product=${device.product}&license_key=${device.license_key}`;
      const checked = await send(embedded, 'checkLicense', { query });
      for (const { status, bytes, json } of [activated, checked]) {
        expect({ status, license_active: (json as License).license_active }).toEqual({
          status: 200,
          license_active: true,
        });
        expect(bytes.length).toBeLessThan(2_500);
      }
    });
  });

  describe('a client in Java', () => {
    it.each([
      ['a license that was issued to nobody', null],
      ['a license of a customer', 'customer'],
    ])('finds text where it expects text: %s', async (_, customer) => {
      const { fields } = await newKeyLicense(world, {
        customer_id: customer === null ? null : world.account.customerId,
        license_type: 'time-limited',
        valid_until: new Date(world.server.clock.now().getTime() + 86_400_000),
      });
      const device = { ...fields, hardware_id: '4F9D' };
      await send(java, 'activateLicense', { body: device });
      const { json } = await send(java, 'checkLicense', { query: queryOf(device) });
      const license = json as License;
      const { license_type, license_key, validity_period, product_details } = license;
      const texts = [license_type, license_key, validity_period];
      texts.push(product_details.product_name, product_details.short_code);
      const { company_name, email, first_name, last_name } = license.customer;
      texts.push(company_name, email, first_name, last_name);
      for (const text of texts) expect(typeof text).toBe('string');
      for (const flag of [license.license_active, license.is_expired]) {
        expect(typeof flag).toBe('boolean');
      }
      expect(Number.isInteger(license.max_activations)).toBe(true);
    });

    it('reads the licenses of a user', async () => {
      const { email: username, password } = await newPerson(world);
      const query = queryOf({ product: world.product.code, username, password });
      expect((await send(java, 'listUserLicenses', { query })).json).toEqual([]);
    });
  });
});
