import { decodeProtectedHeader, EncryptJWT, jwtDecrypt } from 'jose';
import { describe, expect, it } from '@jest/globals';
import { type Binding, openBinding, sealBinding } from '../../src/rules/binding.ts';

const KEY = { kid: 'a-key', key: Buffer.alloc(32, 7) };
const SEALED_AT = new Date('2026-03-01T12:00:00.900Z');

const binding: Binding = {
  credential: 'api_key:1',
  productId: 12,
  bundleId: null,
  customerAccountId: 3,
  redirectUri: 'https://app.test/cb?name=Zoë',
  redirectUriGiven: true,
  codeChallenge: null,
  responseType: 'code',
};

describe('a sealed binding', () => {
  const sealed = sealBinding(KEY, binding, SEALED_AT);

  it('is a JWE that jose opens', async () => {
    const { payload, protectedHeader } = await jwtDecrypt(sealed, KEY.key);
    expect(protectedHeader).toEqual({ alg: 'dir', enc: 'A256GCM', kid: 'a-key' });
    expect(payload).toEqual({ b: binding, iat: 1_772_366_400 });
  });

  it('has the header, the empty second part and the lengths of one that jose has sealed', async () => {
    const other = await new EncryptJWT({ b: binding })
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: 'a-key' })
      .setIssuedAt(SEALED_AT)
      .encrypt(KEY.key);
    const [ours, joses] = [sealed, other].map((jwe) => jwe.split('.'));
    expect(ours?.slice(0, 2)).toEqual(joses?.slice(0, 2));
    expect(ours?.map(({ length }) => length)).toEqual(joses?.map(({ length }) => length));
  });

  it('is another one each time', () => {
    const [, , iv, text, tag] = sealed.split('.');
    const [, , otherIv, otherText, otherTag] = sealBinding(KEY, binding, SEALED_AT).split('.');
    expect(otherIv).not.toBe(iv);
    expect(otherText).not.toBe(text);
    expect(otherTag).not.toBe(tag);
  });

  it('can be opened with its key, by the name in its header', async () => {
    const asked: string[] = [];
    const find = (kid: string) => {
      asked.push(kid);
      return Promise.resolve(KEY.key);
    };
    const opened = await openBinding(find, sealed);
    expect(asked).toEqual(['a-key']);
    expect(opened).toEqual({ binding, sealedAt: new Date('2026-03-01T12:00:00.000Z') });
  });

  it('cannot be opened with another key', async () => {
    const other = () => Promise.resolve(Buffer.alloc(32, 8));
    expect(await openBinding(other, sealed)).toBeUndefined();
  });

  it.each([0, 2, 3, 4])('cannot be opened when its part %i was changed', async (at) => {
    const parts = sealed.split('.').map((part) => Buffer.from(part, 'base64url'));
    const bytes = parts[at] ?? Buffer.alloc(0);
    if (at === 0) {
      // Still JSON with the same members.
      const { enc, alg, kid } = decodeProtectedHeader(sealed);
      parts[0] = Buffer.from(JSON.stringify({ enc, alg, kid }));
    } else bytes.writeUInt8(bytes.readUInt8(0) ^ 1, 0);
    const changed = parts.map((part) => part.toString('base64url')).join('.');
    expect(await openBinding(() => Promise.resolve(KEY.key), changed)).toBeUndefined();
  });
});
