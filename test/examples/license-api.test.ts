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
  it('makes the signature of the documented example', () => {
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

  it('accepts the exact bytes', () => {
    expect(isSignedBy(key, body, signature.toString('base64'))).toBe(true);
  });

  it('refuses any one flipped bit of the body', () => {
    for (let bit = 0; bit < body.length * 8; bit++) {
      expect(isSignedBy(key, flip(body, bit), signature.toString('base64'))).toBe(false);
    }
  });

  it('refuses one flipped bit of the signature, an empty one and nonsense', () => {
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

  it('deactivates, where the answer is a bare string', async () => {
    const { api, server } = await connect();
    await api.deactivate(DEVICE, HOLDER);
    expect(server.sent[0]).toEqual({
      path: 'deactivate_license',
      fields: { ...DEVICE, ...HOLDER },
    });
  });

  it('refuses an answer that was changed on the way', async () => {
    const { api } = await connect({ tamper: (body) => body.replace('false', 'true') });
    await expect(api.check(DEVICE, HOLDER)).rejects.toMatchObject({ code: 'untrusted_answer' });
  });

  it('refuses an answer without a signature', async () => {
    const { api } = await connect({ unsigned: true });
    await expect(api.check(DEVICE, HOLDER)).rejects.toMatchObject({ code: 'untrusted_answer' });
  });

  it('refuses a license that is signed for another device', async () => {
    const { api } = await connect({ hardwareId: 'device-2' });
    await expect(api.check(DEVICE, HOLDER)).rejects.toMatchObject({ code: 'untrusted_answer' });
  });

  it('refuses a license of another product', async () => {
    const { api } = await connect({ product: 'cheaper' });
    await expect(api.check(DEVICE, HOLDER)).rejects.toMatchObject({ code: 'untrusted_answer' });
  });

  it('passes the code and message of a signed refusal on', async () => {
    const refusal = { status: 400, code: 'license_not_found', message: 'No license.' };
    const { api } = await connect({ refusal });
    await expect(api.check(DEVICE, HOLDER)).rejects.toMatchObject({
      code: 'license_not_found',
      message: 'No license.',
    });
  });

  it('does not believe an unsigned refusal', async () => {
    const refusal = { status: 400, code: 'license_not_found', message: 'No license.' };
    const { api } = await connect({ refusal, unsigned: true });
    await expect(api.check(DEVICE, HOLDER)).rejects.toMatchObject({ code: 'untrusted_answer' });
  });

  it('says so when the shared key is wrong, or when nobody answers', async () => {
    const { api, server } = await connect({}, 'another');
    await expect(api.check(DEVICE, HOLDER)).rejects.toMatchObject({ code: 'signature_mismatch' });
    server.close();
    await expect(api.check(DEVICE, HOLDER)).rejects.toMatchObject({ code: 'unreachable' });
  });
});

describe('fetchPublicKey', () => {
  it('answers the key of the server', async () => {
    const { server } = await connect();
    expect(await fetchPublicKey(server.url)).toBe(PUBLIC_KEY);
  });
});
