import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../generated/openapi.d.ts';
import { type AdminWorld, createAdminWorld } from '../contract/admin/world.ts';
import { exportText, importedAt, importText } from '../support/bulk.ts';
import { createClient } from '../support/client.ts';
import { download, upload } from '../support/uploads.ts';

type Schemas = components['schemas'];
type Options = NonNullable<Parameters<typeof importText>[3]>;

const HOUR = 3_600_000;
const update = { update: true };
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('an import of versions', () => {
  let world: AdminWorld;
  let product: string;
  let count = 0;
  beforeAll(async () => {
    world = await createAdminWorld({ now: importedAt });
    product = (await world.make.product({ authorization_method: 'license-key' })).code;
  });
  afterAll(() => world.server.close());

  /** A version that nothing else has. */
  const newVersion = (more: object = {}) => ({
    product,
    version: `${(count += 1)}.0`,
    url: 'https://vendor.test/setup.exe',
    ...more,
  });
  const put = (rows: readonly object[], options: Options = {}) =>
    importText(world.server.store, 'versions', rows.map((row) => JSON.stringify(row)).join('\n'), {
      format: 'jsonl',
      ...options,
    });
  const faultsOf = async (row: object, options: Options = {}) => (await put([row], options)).faults;
  const find = async (version: string) =>
    (await world.server.store.versions.list({ version }, { limit: 5 })).items;
  const uploaded = (text: string, query: Record<string, string> = {}) =>
    upload(world.client, text, query);

  it('creates and changes those at a URL, one for each environment and channel', async () => {
    const hash_md5 = 'a'.repeat(32);
    const row = newVersion({ size: 17, hash_md5 });
    const others = [
      { ...row, environment: 'mac' },
      { ...row, channel: 'beta' },
    ];
    expect(await put([row, ...others])).toMatchObject({ created: 3, faults: [] });
    expect(await faultsOf(row)).toMatchObject([{ column: 'version', reason: 'exists already' }]);
    const moved = { ...row, url: 'https://vendor.test/other.exe', size: null, enabled: false };
    expect(await put([moved], update)).toMatchObject({ updated: 1, faults: [] });
    const all = await find(row.version);
    expect(all).toHaveLength(3);
    expect(
      all.find(({ environment, channel }) => environment === '' && channel === 'prod'),
    ).toMatchObject({
      url: moved.url,
      size: null,
      hash_md5,
      enabled: false,
      revision: 2,
      release_date: importedAt,
    });
  });

  it('orders them like those of the Admin API', async () => {
    const numbers = ['1.10', '1.9', '2.0.0-beta.1', '2.0.0'];
    const { id, code } = await world.make.product();
    await put(numbers.map((version) => newVersion({ product: code, version })));
    const filter = { productId: id, releasedUntil: importedAt };
    const names = await world.server.store.versions.listNames(filter);
    expect(names.map(({ version }) => version)).toEqual(['2.0.0', '2.0.0-beta.1', '1.10', '1.9']);
  });

  it('takes the upload with the hash, and the server sends that file', async () => {
    const text = 'an installation file';
    const file = await uploaded(text, { filename: 'my setup.exe' });
    const row = newVersion({ url: undefined, hash_sha256: file.hash_sha256 });
    expect(await put([row])).toMatchObject({ created: 1, faults: [] });
    expect(await find(row.version)).toMatchObject([
      { url: null, upload_id: file.id, filename: 'my setup.exe', size: text.length },
    ]);
    const { make, server } = world;
    const found = await server.store.products.findByCode(product);
    await make.license({ product_id: found?.id ?? 0, license_key: 'KEY' });
    const client = createClient(server, await make.apiKey());
    const device = { product, license_key: 'KEY', hardware_id: 'a' };
    await client.call('activateLicense', { body: device });
    const { body } = await client.call<Schemas['InstallationFile']>('getInstallationFile', {
      query: { ...device, version: row.version },
    });
    expect(sha256((await download(body.installation_file)).bytes.toString())).toBe(sha256(text));
  });

  it('takes each upload once', async () => {
    const { hash_sha256 } = await uploaded('once');
    const row = () => newVersion({ url: null, hash_sha256 });
    expect((await put([row(), row()])).faults).toMatchObject([{ line: 2, column: 'hash_sha256' }]);
    expect(await put([row()])).toMatchObject({ created: 1, faults: [] });
    expect(await faultsOf(row())).toMatchObject([{ column: 'hash_sha256' }]);
  });

  it('takes the upload with the name of the file, if several have its content', async () => {
    await uploaded('twins', { filename: 'one.exe' });
    const second = await uploaded('twins', { filename: 'two.exe' });
    await uploaded('twins', { filename: 'three.exe' });
    const { hash_sha256, filename } = second;
    const row = newVersion({ url: null, hash_sha256, filename });
    await put([row]);
    expect(await find(row.version)).toMatchObject([{ upload_id: second.id }]);
  });

  it('takes no upload of more than a day ago', async () => {
    const { clock } = world.server;
    clock.advance(-24 * HOUR - 1);
    const { hash_sha256 } = await uploaded('yesterday');
    clock.advance(24 * HOUR + 1);
    expect(await faultsOf(newVersion({ url: null, hash_sha256 }))).toMatchObject([
      { column: 'hash_sha256', reason: expect.stringContaining('/admin/v1/uploads') as unknown },
    ]);
  });

  it('keeps the upload of a file with faults', async () => {
    const { hash_sha256 } = await uploaded('kept');
    const row = newVersion({ url: null, hash_sha256 });
    await put([row, { ...row, product: 'none' }]);
    expect(await put([row])).toMatchObject({ created: 1, faults: [] });
  });

  it('does not change an uploaded file, but the rest', async () => {
    const { hash_sha256 } = await uploaded('the same');
    const row = newVersion({ url: null, hash_sha256 });
    await put([row]);
    expect(await put([{ ...row, channel: 'prod', enabled: false }], update)).toMatchObject({
      updated: 1,
      changes: { enabled: 1 },
    });
    const changes = [
      { url: 'https://vendor.test/a' },
      { hash_sha256: 'c'.repeat(64) },
      { hash_md5: 'c'.repeat(32) },
      { size: 1 },
      { filename: 'other.exe' },
    ];
    for (const change of changes) {
      const column = Object.keys(change)[0];
      expect(await faultsOf({ ...row, ...change }, update)).toMatchObject([{ column }]);
    }
  });

  it('does not take the URL of a version', async () => {
    const row = newVersion();
    await put([row]);
    expect(await faultsOf({ ...row, url: null }, update)).toMatchObject([{ column: 'url' }]);
  });

  it('refuses a version that is in the file twice', async () => {
    const row = newVersion();
    expect((await put([row, row])).faults).toEqual([
      { line: 2, column: 'version', reason: 'is in the file twice' },
    ]);
  });

  it.each([
    ['an unknown product', { product: 'none' }, 'product'],
    ['no version', { version: undefined }, 'version'],
    ['a version in words', { version: 'latest' }, 'version'],
    ['an environment with a space', { environment: 'win 11' }, 'environment'],
    ['an empty channel', { channel: '' }, 'channel'],
    ['a URL of another kind', { url: 'ftp://vendor.test/a' }, 'url'],
    ['a link without a host', { eula_link: 'eula.html' }, 'eula_link'],
    ['a negative size', { size: -1 }, 'size'],
    ['a short hash', { hash_md5: 'abc' }, 'hash_md5'],
    ['neither a URL nor a hash', { url: null }, 'url'],
    ['the name of an uploaded file, at a URL', { filename: 'setup.exe' }, 'filename'],
  ])('is refused with %s', async (_, more, column) => {
    expect(await faultsOf(newVersion(more))).toMatchObject([{ column }]);
  });

  it('names the files of an export that the other server needs', async () => {
    const { hash_sha256 } = await uploaded('exported', { filename: 'exported.exe' });
    const { code } = await world.make.product();
    await put([newVersion({ product: code, url: null, hash_sha256 })]);
    const text = await exportText(world.server.store, 'versions', { product: code });
    expect(text).toContain(
      `,,8,${createHash('md5').update('exported').digest('hex')},${hash_sha256},exported.exe,`,
    );
  });
});
