import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { latchkey } from '../../support/latchkey.ts';

// Where somebody forgot the settings of the server, or mistyped its folder.
describe('commands on a missing database', () => {
  let folder: string;
  let dataDir: string;
  let env: Record<string, string>;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latchkey-with-store-'));
    dataDir = join(folder, 'data');
    env = { LATCHKEY_DATA_DIR: dataDir, LATCHKEY_DEMO: 'off' };
  });
  afterEach(() => rm(folder, { recursive: true }));

  it.each([
    'admin-token list',
    'admin-token revoke 169934972016389 --yes',
    'backup backup.db',
    'export customers',
    'import customers customers.csv',
    'keys list',
    'keys reseal',
    'keys rotate openid',
  ])('`%s` says so and creates none', async (line) => {
    const file = join(folder, 'customers.csv');
    await writeFile(file, 'email,company_name\nit@acme.test,Acme Inc.\n');
    const args = line.split(' ').map((word) => (word === 'customers.csv' ? file : word));
    const { code, stdout, stderr } = await latchkey(args, env);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(`There is no database ${join(dataDir, 'latchkey.db')}.\n`);
    expect(stderr).toContain('LATCHKEY_DATA_DIR');
    expect(existsSync(dataDir)).toBe(false);
  });

  it.each(['migrate', 'admin-token create setup'])(
    '`%s` creates it and says where',
    async (line) => {
      const { code, stderr } = await latchkey(line.split(' '), env);
      expect(code).toBe(0);
      expect(stderr).toContain(`${join(dataDir, 'latchkey.db')} was created.\n`);
      expect((await latchkey(line.split(' '), env)).stderr).not.toContain('was created');
    },
  );
});
