import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readLink, signLink } from '../../src/security/download-link.ts';

const KEY = 'a secret of this installation';
const now = new Date('2026-06-15T12:00:00.000Z');

describe('a link to a stored file', () => {
  it('is read with the key that signed it', () => {
    const link = signLink(KEY, 12_345, new Date(now.getTime() + 1_000));
    expect(readLink(['another key', KEY], link, now)).toBe(12_345);
    expect(readLink(['another key'], link, now)).toBeUndefined();
  });

  it('is not made by whoever gets another text signed with the key, such as a cookie', () => {
    const link = signLink(KEY, 12_345, new Date(now.getTime() + 1_000));
    const named = link.slice(0, link.lastIndexOf('.'));
    for (const text of [named, `download\n${named}`, `latchkey_browser=${named}`]) {
      const mac = createHmac('sha256', KEY).update(text).digest().subarray(0, 16);
      const forged = `${named}.${mac.toString('base64url')}`;
      expect(forged).toHaveLength(link.length);
      expect(readLink([KEY], forged, now)).toBeUndefined();
    }
  });
});
