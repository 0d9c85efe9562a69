import { describe, expect, it } from '@jest/globals';
import { isLoopback } from '../../src/config/loopback.ts';

describe('isLoopback', () => {
  it.each(['localhost', '127.0.0.1', '127.8.0.1', '::1', '[::1]'])('is true for %s', (host) => {
    expect(isLoopback(host)).toBe(true);
  });

  it.each(['localhost.example.com', '127.example.com', '127.0.0.1.example.com', '::', '0.0.0.0'])(
    'is false for %s',
    (host) => {
      expect(isLoopback(host)).toBe(false);
    },
  );
});
