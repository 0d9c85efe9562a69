import { describe, expect, it } from '@jest/globals';
import { plain } from '../../src/cli/plain.ts';

describe('what others have written, on a terminal', () => {
  it.each([
    ['h\u001b]0;title\u0007', 'h\\u001b]0;title\\u0007'],
    ['\u009b2J', '\\u009b2J'],
    ['a\rb\bc\u0000', 'a\\u000db\\u0008c\\u0000'],
    ['user\u202Etxt.exe', 'user\\u202etxt.exe'],
  ])('steers nothing (%#)', (text, shown) => {
    expect(plain(text)).toBe(shown);
  });

  it.each(['Ünïcödé Ltd. 株式会社 🔑', 'two\nlines'])('is as it is otherwise: %j', (text) => {
    expect(plain(text)).toBe(text);
  });
});
