import { createPublicKey } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  fetchPublicKey,
  isSignedBy,
  LicenseApi,
  signRequest,
} from '../../examples/desktop-app/license-api.ts';
import {
  API_KEY,
  PUBLIC_KEY,
  SHARED_KEY,
  signText,
  startFakeServer,
  type Behaviour,
} from './fake-server.ts';

const DEVICE = { product: 'demo', hardware_id: 'Device-1' };
const HOLDER = { username: 'alice@acme.test' };

let close: () => void = () => undefined;
afterEach(() => close());

async function connect(behaviour: Behaviour = {}, sharedKey = SHARED_KEY) {
  const server = await startFakeServer(behaviour);
  close = () => server.close();
  const settings = { server: server.url, apiKey: API_KEY, sharedKey };
  return { server, api: new LicenseApi({ ...settings, publicKey: PUBLIC_KEY.toString() }) };
}

describe('signRequest', () => {
  it('returns the signature of the documented example', () => {
    expect(
      signRequest('Tue, 07 Jun 2011 20:51:35 GMT', 'kw4qSnpSwXzgiv5yxYpZZmFEd9QAeiKTQ6OuyMja'),
    ).toBe('UDysfR6MndUZReo07Y9r+vErn8vSxrnQ5ulit18iJ/Q=');
  });
});

describe('isSignedBy', () => {
  const key = createPublicKey(PUBLIC_KEY);
  const body = Buffer.from('{"is_expired":false}');
  const signature = Buffer.from(signText(body.toString()), 'base64');
  const flip = (bytes: Buffer, bit: number) => {
    const flipped = Buffer.from(bytes);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    return flipped;
  };

  it('is true for the exact bytes', () => {
    expect(isSignedBy(key, body, signature.toString('base64'))).toBe(true);
  });

  it('is false for each flipped bit of the body', () => {
    for (let bit = 0; bit < body.length * 8; bit++) {
      expect(isSignedBy(key, flip(body, bit), signature.toString('base64'))).toBe(false);
    }
  });

  it('is false for a flipped bit of the signature, an empty one and another text', () => {
    for (const bit of [0, 7, 1000, signature.length * 8 - 1]) {
      expect(isSignedBy(key, body, flip(signature, bit).toString('base64'))).toBe(false);
    }
    expect(isSignedBy(key, body, '')).toBe(false);
    expect(isSignedBy(key, body, '?!')).toBe(false);
  });
});

describe('LicenseApi', () => {
  it('signs its requests and returns a verified license', async () => {
    const { api, server } = await connect();
    const license = await api.check({ ...DEVICE }, { username: 'alice+work@acme.test' });
    expect(license.user?.email).toBe('alice@acme.test');
    expect(server.sent).toEqual([
      { path: 'check_license', fields: { ...DEVICE, username: 'alice+work@acme.test' } },
    ]);
  });

  it('deactivates, with a string as the response', async () => {
    const { api, server } = await connect();
    await api.deactivate(DEVICE, HOLDER);
    expect(server.sent[0]).toEqual({
      path: 'deactivate_license',
      fields: { ...DEVICE, ...HOLDER },
    });
  });

  it('throws on a response that was changed in transit', async () => {
    const { api } = await connect({ tamper: (body) => body.replace('false', 'true') });
    await expect(api.check(DEVICE, HOLDER)).rejects.toMatchObject({ code: 'untrusted_answer' });
  });

  it('throws on a response without a signature', async () => {
    const { api } = await connect({ unsigned: true });
    await expect(api.check(DEVICE, HOLDER)).rejects.toMatchObject({ code: 'untrusted_answer' });
  });

  it('throws on a license that is signed for another device', async () => {
    const { api } = await connect({ hardwareId: 'device-2' });
    await expect(api.check(DEVICE, HOLDER)).rejects.toMatchObject({ code: 'untrusted_answer' });
  });

  it('throws on a license of another product', async () => {
    const { api } = await connect({ product: 'cheaper' });
    await expect(api.check(DEVICE, HOLDER)).rejects.toMatchObject({ code: 'untrusted_answer' });
  });

  it('throws the code and message of a signed error', async () => {
    const refusal = { status: 400, code: 'license_not_found', message: 'No license.' };
    const { api } = await connect({ refusal });
    await expect(api.check(DEVICE, HOLDER)).rejects.toMatchObject({
      code: 'license_not_found',
      message: 'No license.',
    });
  });

  it('does not trust an unsigned error', async () => {
    const refusal = { status: 400, code: 'license_not_found', message: 'No license.' };
    const { api } = await connect({ refusal, unsigned: true });
    await expect(api.check(DEVICE, HOLDER)).rejects.toMatchObject({ code: 'untrusted_answer' });
  });

  it('says that the shared key is wrong, or that no server responds', async () => {
    const { api, server } = await connect({}, 'another');
    await expect(api.check(DEVICE, HOLDER)).rejects.toMatchObject({ code: 'signature_mismatch' });
    server.close();
    await expect(api.check(DEVICE, HOLDER)).rejects.toMatchObject({ code: 'unreachable' });
  });
});

describe('fetchPublicKey', () => {
  it('returns the key of the server', async () => {
    const { server } = await connect();
    expect(await fetchPublicKey(server.url)).toBe(PUBLIC_KEY);
  });
});
