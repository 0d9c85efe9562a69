import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { start } from './support/run.ts';

it.each([
  ['whose port is taken', '127.0.0.1', /^Cannot listen on port \d+ of 127\.0\.0\.1: .* set PORT /],
  ['whose address is not on this machine', '192.0.2.1', /^Cannot listen on .* Set LATCHKEY_HOST /],
])('a server %s reports the fault with its cure', async (_, host, words) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'latchkey-server-'));
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { finished } = start(process.execPath, ['src/server.ts'], {
    PORT: String((other.address() as AddressInfo).port),
    LATCHKEY_DATA_DIR: dataDir,
    LATCHKEY_HOST: host,
    LATCHKEY_DEMO: 'off',
    LATCHKEY_LOG_LEVEL: 'fatal',
  });
  const { code, stdout, stderr } = await finished;
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr.trim()).toMatch(words);
  expect(stderr.trim()).not.toContain('\n');
  other.close();
  await rm(dataDir, { recursive: true });
});
