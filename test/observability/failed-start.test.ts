import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newSecretKey } from '../../src/security/secret-key.ts';
import { serverProgram } from '../support/programs.ts';
import { type Finished, start } from '../support/run.ts';
import { freePort } from '../support/server-process.ts';

const password = randomBytes(24).toString('base64url');
const secretKey = newSecretKey();
const urls = {
  'no server': (port: number) => `postgres://somebody:${password}@127.0.0.1:${port}/latchkey`,
  'an invalid URL': () => `postgres://somebody:${password}@:x/latchkey`,
  'an unknown option': () => `postgres://somebody:${password}@127.0.0.1:1/db?sslmode=no`,
};
type Name = keyof typeof urls;
const names = Object.keys(urls) as Name[];

describe('a process that cannot start shows no secret', () => {
  let dataDir: string;
  let finished: Record<Name, Finished>;
  /** All at once, as one of them waits for its server. */
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'latchkey-failed-start-'));
    const ended = names.map(async (name) => {
      const env = {
        LATCHKEY_DEMO: 'off',
        LATCHKEY_LOG_LEVEL: 'trace',
        LATCHKEY_DATA_DIR: join(dataDir, name),
        LATCHKEY_DATABASE_URL: urls[name](await freePort()),
        LATCHKEY_SECRET_KEY: secretKey,
        PORT: String(await freePort()),
      };
      return [name, await start(process.execPath, [serverProgram], env).finished] as const;
    });
    finished = Object.fromEntries(await Promise.all(ended)) as Record<Name, Finished>;
  });
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  it.each(names)('of its database: %s', (name) => {
    const { code, stdout, stderr } = finished[name];
    expect(code).not.toBe(0);
    expect(stdout + stderr).not.toBe('');
    expect(stdout + stderr).not.toContain(password);
    expect(stdout + stderr).not.toContain(secretKey);
  });
});
