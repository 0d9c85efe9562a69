import { describe, expect, it } from '@jest/globals';
import { plain, plainJson, plainLines } from '../../src/terminal/plain.ts';

describe('text from others on a terminal', () => {
  it.each([
    ['h\u001b]0;title\u0007', 'h\\u001b]0;title\\u0007'],
    ['\u009b2J', '\\u009b2J'],
    ['a\rb\bc\u0000', 'a\\u000db\\u0008c\\u0000'],
    ['one\ntwo', 'one\\u000atwo'],
    ['one\u2028two\u0085three', 'one\\u2028two\\u0085three'],
    ['\u007f', '\\u007f'],
    ['user\u202Etxt.exe', 'user\\u202etxt.exe'],
    ['\u2066a\u2069\u061c\u200f', '\\u2066a\\u2069\\u061c\\u200f'],
    ['pay\u200bpal', 'pay\\u200bpal'],
    ['pay\u200dpal', 'pay\\u200dpal'],
    ['pay\u00adpal', 'pay\\u00adpal'],
    ['\u{FEFF}mark', '\\ufeffmark'],
    ['\u3164', '\\u3164'],
    ['a\ufe0fb', 'a\\ufe0fb'],
    ['tag\u{e0041}', 'tag\\u{e0041}'],
    ['half \ud83d', 'half \\ud83d'],
  ])('cannot control the terminal or hide characters (%#)', (text, shown) => {
    expect(plain(text)).toBe(shown);
    expect(plain(shown)).toBe(shown);
  });

  it.each([
    'Ünïcödé Ltd. 株式会社 🔑',
    'שלום עולם, مرحبا',
    'می‌خواهم',
    'क्‍ष',
    '👩‍💻 👨‍👩‍👧 🗝️ ☺︎ 1️⃣ 👍🏽',
    'back\\slash \\u001b',
  ])('stays the same otherwise: %s', (text) => {
    expect(plain(text)).toBe(text);
  });
});

describe('JSON on a terminal', () => {
  it('contains no control characters and parses to the same value', () => {
    const value = { 'a\u009b': 'b\u001b[2J\u007f\u202e\u200b\u{e0041}\n', c: ['🗝️', 1] };
    for (const indent of [undefined, 2]) {
      const json = plainJson(JSON.stringify(value, null, indent));
      expect(json.replaceAll('🗝️', '')).toMatch(/^[\x20-\x7e\n]*$/);
      expect(JSON.parse(json)).toEqual(value);
    }
  });
});

describe('help on a terminal', () => {
  it('has our styles and line breaks, and no other control characters', () => {
    expect(plainLines('\u001b[1mUsage:\u001b[22m\nx\u001b[2J\u001b]0;t\u0007\r')).toBe(
      '\u001b[1mUsage:\u001b[22m\nx\\u001b[2J\\u001b]0;t\\u0007\\u000d',
    );
  });
});
