import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../generated/openapi.d.ts';
import {
  createWorld,
  goodCall,
  newKeyLicense,
  whileLocked,
  withoutTable,
  withWorld,
  type World,
} from '../contract/world.ts';
import { type Call, signedHeaders } from '../support/client.ts';
import { declaredOperations } from '../support/contract.ts';
import { http } from '../support/http.ts';

type License = components['schemas']['License'];

interface Answer {
  readonly status: number;
  readonly bytes: Buffer;
  readonly signature: Buffer;
}

let world: World;
let key: KeyObject;
beforeAll(async () => {
  world = await createWorld({ busyTimeout: 50 });
  const { text } = await http(`${world.server.url}/api/v4/.well-known`);
  key = createPublicKey((JSON.parse(text) as { pub_key: string }).pub_key);
});
afterAll(() => world.server.close());

/** Sends it without any check of the answer. */
async function send(method: string, path: string, call: Call = {}): Promise<Answer> {
  const url = new URL(world.server.url + path);
  for (const [name, value] of Object.entries(call.query ?? {})) {
    url.searchParams.set(name, String(value));
  }
  const date = world.server.clock.now().toUTCString();
  const body = call.rawBody ?? (call.body === undefined ? '' : JSON.stringify(call.body));
  const { status, headers, bytes } = await http(url.href, {
    method,
    headers: call.headers ?? signedHeaders(world.apiKey, date),
    ...(method === 'POST' ? { body } : {}),
  });
  expect(headers['content-length']).toBe(String(bytes.length));
  expect(headers).not.toHaveProperty('content-encoding');
  expect(headers['x-content-type-options']).toBe('nosniff');
  const signature = String(headers['licensesignature']);
  // 2048 bits in canonical Base64.
  expect(signature).toMatch(/^[A-Za-z0-9+/]{342}==$/);
  return { status, bytes, signature: Buffer.from(signature, 'base64') };
}

const isValid = (bytes: Buffer, signature: Buffer) => verify('sha256', bytes, key, signature);

function flipped(bytes: Buffer, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
}

const ACTIVATE = '/api/v4/activate_license';
const DETAILS = '/api/v4/product_details';

/** An answer of every kind, and its status. */
const ANSWERS: Record<string, [number, () => Promise<Answer>]> = {
  ...Object.fromEntries(
    declaredOperations
      .filter(({ path }) => path.startsWith('/api/'))
      .map(({ operationId, method, path }) => [
        operationId,
        [200, async () => send(method, path, await goodCall(world, operationId))],
      ]),
  ),
  'an empty list': [
    200,
    async () => {
      const { query } = await goodCall(world, 'listUserLicenses');
      const { code: product } = await world.make.product();
      return send('GET', '/api/v4/user_licenses', { query: { ...query, product } });
    },
  ],
  'no headers': [400, () => send('GET', DETAILS, { headers: [] })],
  'missing parameters': [400, () => send('POST', ACTIVATE, { body: {} })],
  'a message with what was sent': [
    400,
    () => {
      const customer_account_code = '"\\\u2028\u0007 é ☃ 𝄞 </script>';
      const query = { product: world.product.code, customer_account_code };
      return send('GET', '/api/v4/sso_url', { query });
    },
  ],
  'a message with half a character': [
    400,
    () => send('POST', ACTIVATE, { rawBody: '{"\\ud800": 1, "\\ud800": 2}' }),
  ],
  'not found': [404, () => send('GET', '/api/v4/nothing')],
  'method not allowed': [405, () => send('DELETE', ACTIVATE)],
  'payload too large': [413, () => send('POST', ACTIVATE, { rawBody: ' '.repeat(70_000) })],
  'unsupported media type': [
    415,
    () => {
      const date = world.server.clock.now().toUTCString();
      const type = ['Content-Type', 'text/plain'] as const;
      const headers = [...signedHeaders(world.apiKey, date), type];
      return send('POST', ACTIVATE, { headers, rawBody: '{}' });
    },
  ],
  'a fault': [
    500,
    async () => {
      const call = await goodCall(world, 'getProductDetails');
      return withoutTable(world.server, 'products', () => send('GET', DETAILS, call));
    },
  ],
  unavailable: [
    503,
    async () => {
      const call = await goodCall(world, 'activateLicense');
      return whileLocked(world.server, () => send('POST', ACTIVATE, call));
    },
  ],
};

describe('the LicenseSignature', () => {
  const answers = Object.entries(ANSWERS).map(
    ([name, [status, ask]]) => [name, status, ask] as const,
  );

  it.each(answers)('of %s, %i verifies over its bytes', async (_, status, ask) => {
    const answer = await ask();
    expect(answer.status).toBe(status);
    expect(isValid(answer.bytes, answer.signature)).toBe(true);
    const parsed: unknown = JSON.parse(answer.bytes.toString());
    expect(isValid(Buffer.from(JSON.stringify(parsed)), answer.signature)).toBe(true);
  });

  it.each(answers)('of %s, %i does not verify when one bit is changed', async (_, _status, ask) => {
    const { bytes, signature } = await ask();
    const bits = bytes.length * 8;
    for (const bit of [0, 7, bits >> 1, bits - 8, bits - 1]) {
      expect(isValid(flipped(bytes, bit), signature)).toBe(false);
    }
    for (const bit of [0, 1_024, 2_047]) {
      expect(isValid(bytes, flipped(signature, bit))).toBe(false);
    }
    expect(isValid(Buffer.concat([bytes, Buffer.from('\n')]), signature)).toBe(false);
    expect(isValid(bytes.subarray(0, -1), signature)).toBe(false);
  });

  it('does not verify with any changed bit', async () => {
    const { bytes, signature } = await send('GET', '/api/v4/nothing');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      expect({ bit, valid: isValid(flipped(bytes, bit), signature) }).toEqual({
        bit,
        valid: false,
      });
    }
  });

  it('verifies for metadata that JSON can write in several ways', async () => {
    const metadata = JSON.parse(
      '{"b": 1, "10": 2, "9": 3, "__proto__": {"a": 1e21}, "é": "\\u00e9\\ud834\\udd1e\\u2028/", "n": -0, "x": 1.0}',
    ) as Record<string, unknown>;
    const product = await world.make.product({ metadata, name: '\u{1F600} "quoted" \\ \u0000' });
    const { bytes, signature } = await send('GET', DETAILS, { query: { product: product.code } });
    expect(isValid(bytes, signature)).toBe(true);
    const parsed = JSON.parse(bytes.toString()) as { metadata: unknown };
    expect(isValid(Buffer.from(JSON.stringify(parsed)), signature)).toBe(true);
    expect(parsed.metadata).toEqual(JSON.parse(JSON.stringify(metadata)));
  });

  it('uses the key of this installation only', async () => {
    await withWorld({}, async ({ server }) => {
      const { bytes, headers } = await http(`${server.url}/api/v4/nothing`);
      const signature = Buffer.from(String(headers['licensesignature']), 'base64');
      expect(isValid(bytes, signature)).toBe(false);
    });
  });
});

describe('license_signature', () => {
  const signs = (text: string, signature: string) =>
    isValid(Buffer.from(text), Buffer.from(signature, 'base64'));

  it('covers hardware ID, license key and validity in lower case, as documented', async () => {
    const hardware_id =
      'A53F-0CBC-15FC-7E81-BF35-A720-A575-7C0C-8815-0463-DB78-E674-D140-CF15-85BB-EC01';
    const license_key = 'FUH3-4E7A-LZJL-7JTP';
    const text =
      'a53f-0cbc-15fc-7e81-bf35-a720-a575-7c0c-8815-0463-db78-e674-d140-cf15-85bb-ec01' +
      '#fuh3-4e7a-lzjl-7jtp#2019-06-15t00:00:00.000z';
    await withWorld({ now: new Date('2019-06-01T00:00:00.000Z') }, async (documented) => {
      const { client, make, keyProduct } = documented;
      await make.license({
        product_id: keyProduct.id,
        license_key: license_key,
        license_type: 'time-limited',
        valid_until: new Date('2019-06-15T00:00:00.000Z'),
      });
      const body = { product: keyProduct.code, license_key, hardware_id };
      const { body: license } = await client.call<License>('activateLicense', { body });
      const metadata = await client.call<{ pub_key: string }>('getMetadata');
      const published = createPublicKey(metadata.body.pub_key);
      const signature = Buffer.from(license.license_signature, 'base64');
      expect(license.validity_period).toBe('2019-06-15T00:00:00.000Z');
      expect(verify('sha256', Buffer.from(text), published, signature)).toBe(true);
    });
  });

  it('ends with # when the license has no end', async () => {
    const { fields } = await newKeyLicense(world);
    const body = { ...fields, hardware_id: 'Device-Ä' };
    const { body: license } = await world.client.call<License>('activateLicense', { body });
    expect(license.validity_period).toBeNull();
    const text = `device-ä#${fields.license_key.toLowerCase()}#`;
    expect(signs(text, license.license_signature)).toBe(true);
    expect(signs(`${text}null`, license.license_signature)).toBe(false);
  });

  it('contains the e-mail address for licenses of user products', async () => {
    const { email, password } = world.person;
    const username = email.toUpperCase();
    const body = { product: world.product.code, username, password, hardware_id: 'PC' };
    const { body: license } = await world.client.call<License>('activateLicense', { body });
    expect(signs(`pc#${email}#`, license.license_signature)).toBe(true);
  });

  it('is equal for a check and different for another device', async () => {
    const { fields } = await newKeyLicense(world);
    const signatures: string[] = [];
    for (const hardware_id of ['one', 'two']) {
      const request = { ...fields, hardware_id };
      const { body } = await world.client.call<License>('activateLicense', { body: request });
      const checked = await world.client.call<License>('checkLicense', { query: request });
      expect(checked.body.license_signature).toBe(body.license_signature);
      expect(
        signs(`${hardware_id}#${fields.license_key.toLowerCase()}#`, body.license_signature),
      ).toBe(true);
      signatures.push(body.license_signature);
    }
    expect(signatures[0]).not.toBe(signatures[1]);
  });
});
