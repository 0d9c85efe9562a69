import { describe, expect, it } from '@jest/globals';
import { latchkeyProcess } from '../../support/latchkey.ts';
import { freePort } from '../../support/server-process.ts';

describe('latchkey try', () => {
  it('exits with 3 when no server responds', async () => {
    const server = `http://127.0.0.1:${await freePort()}`;
    const keys = { LATCHKEY_API_KEY: 'key', LATCHKEY_SHARED_KEY: 'shared' };
    const { code, stdout, stderr } = await latchkeyProcess(['try', '--server', server], keys);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain(`No server answers at ${server}.`);
  });
});
