import { createSecretKey, randomBytes, webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { createSealing, keyIdOf, SealingError } from '../../src/security/sealing.ts';
import { newSecretKey, parseSecretKeys } from '../../src/security/secret-key.ts';
import { sealingWith } from '../support/sealing.ts';

interface Vector {
  readonly secretKey: string;
  readonly table: string;
  readonly column: string;
  readonly row: string | number;
  readonly text: string;
  readonly sealed: string;
}

// Made with the Python package `cryptography`: AESGCM and HKDF.
const vectors = JSON.parse(
  readFileSync(new URL('../vectors/sealed.json', import.meta.url), 'utf8'),
) as Vector[];

const keysOf = (...texts: string[]) => parseSecretKeys(texts.join()) ?? [];
const place = { table: 'api_keys', column: 'shared_key', row: 1 };

function failure(act: () => unknown): Error {
  try {
    act();
  } catch (error) {
    return error as Error;
  }
  throw new Error('it was opened');
}

describe('a sealed text', () => {
  const [key, other] = [newSecretKey(), newSecretKey()];
  const sealing = sealingWith(key);

  it.each(vectors)(
    'of another implementation is opened: $table $column',
    ({ secretKey, text, sealed, ...at }) => {
      expect(sealingWith(secretKey).open(sealed, at)).toBe(text);
    },
  );

  it('can be opened by another implementation', async () => {
    const [, , nonce = '', rest = ''] = sealing.seal('a shared key', place).split('.');
    const secret = await webcrypto.subtle.importKey(
      'raw',
      Buffer.from(key, 'base64url'),
      'HKDF',
      false,
      ['deriveKey'],
    );
    const info = Buffer.from('latchkey/sealing');
    const derived = await webcrypto.subtle.deriveKey(
      { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info },
      secret,
      { name: 'AES-GCM', length: 256 },
      false,
      ['decrypt'],
    );
    const iv = Buffer.from(nonce, 'base64url');
    const additionalData = Buffer.from('api_keys.shared_key.1');
    const opened = await webcrypto.subtle.decrypt(
      { name: 'AES-GCM', iv, additionalData },
      derived,
      Buffer.from(rest, 'base64url'),
    );
    expect(Buffer.from(opened).toString()).toBe('a shared key');
  });

  it.each(['', 'a shared key', 'Schlüssel 🔑', 'x'.repeat(100_000)])(
    'is opened unchanged: %#',
    (text) => {
      expect(sealing.open(sealing.seal(text, place), place)).toBe(text);
    },
  );

  it('differs each time, and has the id of its key', () => {
    const sealed = Array.from({ length: 100 }, () => sealing.seal('same', place));
    expect(new Set(sealed).size).toBe(100);
    expect(new Set(sealed.map(keyIdOf))).toEqual(new Set([sealing.keyId]));
  });

  it.each([
    ['table', { ...place, table: 'connections' }],
    ['column', { ...place, column: 'api_key' }],
    ['row', { ...place, row: 2 }],
  ])('cannot be opened in another %s', (_, elsewhere) => {
    const sealed = sealing.seal('a shared key', place);
    expect(failure(() => sealing.open(sealed, elsewhere))).toBeInstanceOf(SealingError);
  });

  it('cannot be opened when one character has changed', () => {
    const sealed = sealing.seal('a shared key', place);
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = sealed[index] === 'A' ? 'B' : 'A';
      const text = sealed.slice(0, index) + changed + sealed.slice(index + 1);
      expect(failure(() => sealing.open(text, place))).toBeInstanceOf(SealingError);
    }
  });

  it('cannot be opened when unused bits of base64url have changed', () => {
    // 12 characters and a tag make 28 bytes, and so four idle bits.
    const sealed = sealing.seal('a shared key', place);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const last = alphabet.indexOf(sealed.at(-1) ?? '');
    const idle = sealed.slice(0, -1) + (alphabet[last ^ 1] ?? '');
    expect(failure(() => sealing.open(idle, place))).toBeInstanceOf(SealingError);
  });

  it.each(['', 'a shared key', 'v1', 'v1.0000000000000000.AAAAAAAAAAAAAAAA.AAAA'])(
    'is nothing else: %j',
    (text) => {
      expect(failure(() => sealing.open(text, place)).message).toContain('not sealed');
      expect(keyIdOf(text)).toBeUndefined();
    },
  );

  it('that cannot be opened leads to an error with place and key id, and no secret', () => {
    const sealed = sealing.seal('the canary', place);
    const foreign = sealingWith(other);
    const unknown = failure(() => foreign.open(sealed, place));
    const moved = failure(() => sealing.open(sealed, { ...place, row: 2 }));
    expect(unknown.message).toContain(sealing.keyId);
    expect(moved.message).toContain('api_keys.shared_key of row 2');
    for (const error of [unknown, moved]) {
      const told = String(error.stack) + JSON.stringify(error);
      for (const secret of ['the canary', key, other, sealed.slice(-20)]) {
        expect(told).not.toContain(secret);
      }
    }
  });
});

describe('several secret keys', () => {
  const [older, newer] = [newSecretKey(), newSecretKey()];

  it('open with any key, and seal with the first', () => {
    const sealed = sealingWith(older).seal('text', place);
    const both = sealingWith(newer, older);
    expect(both.open(sealed, place)).toBe('text');
    expect(keyIdOf(both.seal('text', place))).toBe(sealingWith(newer).keyId);
  });

  it('can be added while they are in use', () => {
    let keys = [older];
    const running = createSealing(() => keysOf(...keys));
    const sealed = sealingWith(newer).seal('text', place);
    expect(() => running.open(sealed, place)).toThrow('which is not here');
    keys = [newer, older];
    expect(running.open(sealed, place)).toBe('text');
    expect(running.keyId).toBe(sealingWith(newer).keyId);
  });
});

describe('a secret key', () => {
  const bytes = randomBytes(32);

  it.each(['base64', 'base64url', 'hex'] as const)('is 32 bytes in %s', (encoding) => {
    const [key] = keysOf(bytes.toString(encoding));
    expect(key?.equals(createSecretKey(bytes))).toBe(true);
  });

  it.each([
    '',
    'secret',
    randomBytes(31).toString('base64'),
    randomBytes(33).toString('base64url'),
    randomBytes(16).toString('hex'),
    `${'A'.repeat(42)}!`,
    `${newSecretKey()},`,
    `${newSecretKey()},short`,
  ])('is refused in any other form: %#', (text) => {
    expect(parseSecretKeys(text)).toBeUndefined();
  });

  it('differs each time it is made', () => {
    expect(newSecretKey()).not.toBe(newSecretKey());
    expect(keysOf(newSecretKey())).toHaveLength(1);
  });
});
