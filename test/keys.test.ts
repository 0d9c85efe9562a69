import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadKeys } from '../src/keys.ts';
import { newId } from '../src/new-id.ts';
import { publicKeyPem } from '../src/response-signature.ts';

describe('the keys', () => {
  let folder: string;
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'latchkey-keys-')), 'data');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('are made once and kept', () => {
    const first = loadKeys(folder);
    const second = loadKeys(folder);
    expect(publicKeyPem(second.response)).toBe(publicKeyPem(first.response));
    expect({ ...second.openid }).toEqual({ ...first.openid });
    expect(second.cookies).toBe(first.cookies);
    expect(Buffer.from(second.sealing)).toEqual(Buffer.from(first.sealing));
  });

  it('can be read by their owner alone', async () => {
    loadKeys(folder);
    const files = await readdir(folder);
    expect(files.sort()).toEqual(['openid-key.json', 'response-key.pem', 'secrets.json']);
    for (const file of files) expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });
});

describe('a new id', () => {
  it('has 16 digits and is a safe integer', () => {
    for (let index = 0; index < 1_000; index += 1) {
      const id = newId();
      expect(String(id)).toHaveLength(16);
      expect(Number.isSafeInteger(id)).toBe(true);
    }
  });
});
