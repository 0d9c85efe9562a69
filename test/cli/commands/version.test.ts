import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { linkTo } from '../../../src/files/link-to.ts';
import { type AdminShell, createAdminShell } from '../../support/admin-shell.ts';
import { build } from '../../support/build.ts';
import { startServer, type TestServer } from '../../support/start-server.ts';
import { download, storedNames } from '../../support/uploads.ts';

interface Version {
  readonly id: number;
  readonly size: number;
  readonly hash_md5: string;
  readonly upload_id: number | null;
  readonly url: string | null;
  readonly filename: string | null;
  readonly release_date: string;
}

const CONTENT = randomBytes(3_000_000);
const MD5 = createHash('md5').update(CONTENT).digest('hex');

describe('latchkey version', () => {
  let server: TestServer;
  let shell: AdminShell;
  let folder: string;
  let product: string;
  beforeAll(async () => {
    server = await startServer({ env: { LATCHKEY_MAX_UPLOAD: '4' } });
    shell = await createAdminShell(server);
    folder = await mkdtemp(join(tmpdir(), 'latchkey-version-'));
    product = (await build(server.store).product()).code;
    await writeFile(join(folder, 'setup.exe'), CONTENT);
    await writeFile(join(folder, 'large.exe'), Buffer.alloc(11 * 1_048_576));
    await writeFile(join(folder, 'empty.exe'), '');
  });
  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  const run = (...args: string[]) => shell.run('version', ...args);
  const json = async (...args: string[]) => {
    const { code, stdout, stderr } = await run(...args, '--json');
    if (code !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as Version;
  };

  it('uploads a file', async () => {
    const file = join(folder, 'setup.exe');
    const made = await json('add', product, '1.0.0', '--env', 'win64', '--file', file);
    expect(made).toMatchObject({ size: CONTENT.length, hash_md5: MD5, filename: 'setup.exe' });
    const url = linkTo(server.deps, made, server.clock.now());
    expect((await download(url)).bytes.equals(CONTENT)).toBe(true);
  });

  it('names a version by its product and number, shows, changes, lists and deletes it', async () => {
    const name = `${product}@1.0.0`;
    expect((await run('update', name, '--channel', 'beta', '--disable')).code).toBe(0);
    const { stdout } = await run('show', name);
    expect(stdout).toMatch(/Channel +beta/);
    expect(stdout).toMatch(/State +disabled/);
    expect(stdout).toContain(MD5);
    expect((await run('list', '--product', product, '--disabled')).stdout).toContain('win64');
    const { upload_id } = await json('show', name);
    expect((await run('delete', name, '--yes')).code).toBe(0);
    expect(await storedNames(server.config)).not.toContain(String(upload_id));
    expect((await run('show', name)).stderr).toContain('There is no version');
  });

  it('replaces the file', async () => {
    const file = join(folder, 'setup.exe');
    const url = 'https://vendor.example/a.exe';
    await json(
      'add',
      product,
      '1.1.0',
      '--file-url',
      url,
      '--size',
      '12',
      '--released',
      '2026-01-01',
    );
    const changed = await json('update', `${product}@1.1.0`, '--file', file);
    expect(changed).toMatchObject({ url: null, size: CONTENT.length });
    expect(changed.release_date).toBe('2026-01-01T00:00:00.000Z');
  });

  it('computes the size and the hashes of a file at a URL', async () => {
    const stored = await json('show', `${product}@1.1.0`);
    const link = linkTo(server.deps, { ...stored, url: null }, server.clock.now());
    const made = await json('add', product, '1.2.0', '--file-url', link);
    expect(made).toMatchObject({ url: link, size: CONTENT.length, hash_md5: MD5, upload_id: null });
    const missing = await run('add', product, '1.3.0', '--file-url', `${server.url}/files/x/y`);
    expect(missing.code).toBe(1);
    expect(missing.stderr).toContain('the server responds with 404');
  });

  it('says what is wrong with a file', async () => {
    const refused = async (name: string) =>
      run('add', product, '2.0.0', '--file', join(folder, name));
    const large = await refused('large.exe');
    expect(large.stderr).toContain('LATCHKEY_MAX_UPLOAD');
    expect(large.code).toBe(1);
    expect((await refused('empty.exe')).stderr).toContain('is empty');
    expect((await refused('missing.exe')).code).toBe(2);
    expect((await run('add', product, '2.0.0')).stderr).toContain('a version needs a file');
    const both = await run('add', product, '1.1.0', '--file', join(folder, 'setup.exe'));
    expect(both.stderr).toContain('already');
  });
});
