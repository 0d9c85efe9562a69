import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { type AdminWorld, createAdminWorld, newVersion } from './world.ts';

type Schemas = components['schemas'];
type Version = Schemas['AdminVersion'];

const URL_OF_FILE = 'https://downloads.vendor.example/setup.exe';
const MD5 = '9e107d9d372bb6826bd81d3542a419d6';

/** `/admin/v1/versions` */
describe('the Admin API', () => {
  let world: AdminWorld;
  beforeAll(async () => {
    world = await createAdminWorld();
  });
  afterAll(() => world.server.close());

  const newBody = async (over: object = {}) => ({
    product_id: (await world.make.product()).id,
    version: '1.3.0',
    url: URL_OF_FILE,
    ...over,
  });
  const create = async (over: object = {}) =>
    (await world.client.call<Version>('createProductVersion', { body: await newBody(over) })).body;
  const refusedCreation = async (over: object) =>
    world.client.refused('createProductVersion', { body: await newBody(over) });
  const upload = async (content = 'an installation file') =>
    (
      await world.client.call<Schemas['Upload']>('createUpload', {
        query: { filename: 'setup.exe' },
        rawBody: content,
        contentType: 'application/octet-stream',
      })
    ).body;
  const update = (id: number, body: object) =>
    world.client.call<Version>('updateProductVersion', { path: { id }, body });

  describe('an upload', () => {
    const refused = async (call: object) => (await world.client.refused('createUpload', call)).code;
    const contentType = 'application/octet-stream';
    const query = { filename: 'setup.exe' };

    it('is refused without a name, with a path as its name, and with another type', async () => {
      expect(await refused({ rawBody: 'a', contentType })).toBe('missing_parameters');
      const path = { filename: '../setup.exe' };
      expect(await refused({ query: path, rawBody: 'a', contentType })).toBe('validation_error');
      expect(await refused({ query, body: {} })).toBe('unsupported_media_type');
    });

    it('is refused above the size that a setting allows', async () => {
      const small = await createAdminWorld({ env: { LATCHKEY_MAX_UPLOAD: '1' } });
      const call = { query, rawBody: 'a'.repeat(2 ** 20 + 1), contentType };
      const { code } = await small.client.refused('createUpload', call);
      await small.server.close();
      expect(code).toBe('payload_too_large');
    });
  });

  describe('versions', () => {
    it('are created in the channel prod, for every environment, and released now', async () => {
      const now = world.server.clock.now().getTime();
      const made = await create({ size: 12, hash_md5: MD5 });
      expect(made).toMatchObject({
        version: '1.3.0',
        environment: '',
        channel: 'prod',
        enabled: true,
        url: URL_OF_FILE,
        upload_id: null,
        filename: null,
        size: 12,
        hash_md5: MD5,
        hash_sha256: null,
      });
      expect(Date.parse(made.release_date) - now).toBeGreaterThanOrEqual(0);
      const path = { id: made.id };
      expect((await world.client.call('getProductVersion', { path })).body).toEqual(made);
    });

    it('take every field', async () => {
      const fields = {
        version: '2.0.0-beta.1+7',
        environment: 'win64',
        channel: 'staging',
        release_date: '2026-10-01T12:30:00.000Z',
        enabled: false,
        requires_version: '1.0',
        eula_link: 'https://vendor.example/eula',
        release_notes_link: 'https://vendor.example/notes',
      };
      const made = await create(fields);
      expect(made).toMatchObject(fields);
      const changes = { ...fields, environment: 'mac', enabled: true, release_date: '2026-11-01' };
      const { version, ...changed } = changes;
      const { body } = await update(made.id, changed);
      expect(body).toMatchObject({
        ...changes,
        version,
        release_date: '2026-11-01T00:00:00.000Z',
      });
    });

    it('refuse what is no version, link, day or hash', async () => {
      for (const over of [
        ...['', 'one', '1.', '.1', '1.2.3.4.5', 'v1', '1.0-', '1.0-a..b', '1 ', '1'.repeat(65)].map(
          (version) => ({ version }),
        ),
        ...['ftp://a.example/x', 'javascript:alert(1)', 'https://a b'].flatMap((link) => [
          { url: link },
          { eula_link: link },
        ]),
        { release_date: '2026-02-31' },
        { release_date: '2026-02-31T00:00:00Z' },
        { release_date: 'soon' },
        { channel: '' },
        { environment: 'win 64' },
        { size: -1 },
        { hash_md5: MD5.slice(1) },
        { hash_sha256: MD5 },
        { upload_id: 12 },
        { product_id: 12 },
        { url: null },
      ]) {
        expect((await refusedCreation(over)).code).toBe('validation_error');
      }
    });

    it('have one file, at a URL or uploaded', async () => {
      const { id, size, hash_md5 } = await upload();
      const both = await refusedCreation({ upload_id: id });
      expect(both.message).toBe('body.url and body.upload_id exclude each other');
      const neither = await refusedCreation({ url: null });
      expect(neither.message).toBe('body: a version needs a file: send url, or upload_id');
      const measured = await refusedCreation({ url: null, upload_id: id, size: 1 });
      expect(measured.message).toBe('body.size is known of an upload: leave it out');
      // None of these has taken the upload.
      const made = await create({ url: null, upload_id: id });
      expect(made).toMatchObject({
        url: null,
        upload_id: id,
        filename: 'setup.exe',
        size,
        hash_md5,
      });
      expect((await refusedCreation({ url: null, upload_id: id })).message).toContain('no unused');
    });

    it('take one upload once, whatever is sent at once', async () => {
      const { id } = await upload();
      const bodies = await Promise.all(
        Array.from({ length: 20 }, () => newBody({ url: null, upload_id: id })),
      );
      const answers = await Promise.all(
        bodies.map((body) => world.client.call('createProductVersion', { body })),
      );
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    });

    it('have a unique name, environment and channel in their product', async () => {
      const made = await create({ environment: 'mac' });
      const { product_id } = made;
      const same = await refusedCreation({ product_id, environment: 'mac' });
      expect({ code: same.code, message: same.message }).toEqual({
        code: 'already_exists',
        message: 'body: there is a version 1.3.0 for mac in the channel prod already.',
      });
      const other = await create({ product_id, environment: 'win64' });
      const path = { id: other.id };
      const body = { environment: 'mac' };
      const refused = await world.client.refused('updateProductVersion', { path, body });
      expect(refused.code).toBe('already_exists');
      await create({ product_id, environment: 'mac', channel: 'staging' });
    });

    it('keep the file and what is known of it, until they get another one', async () => {
      const { id } = await create({ size: 12, hash_md5: MD5 });
      expect((await update(id, { enabled: false })).body).toMatchObject({
        size: 12,
        hash_md5: MD5,
      });
      expect((await update(id, { size: 13 })).body).toMatchObject({ size: 13, hash_md5: MD5 });
      const url = 'https://downloads.vendor.example/other.exe';
      expect((await update(id, { url })).body).toMatchObject({ url, size: null, hash_md5: null });
      const file = await upload();
      expect((await update(id, { upload_id: file.id })).body).toMatchObject({
        url: null,
        upload_id: file.id,
        size: file.size,
      });
      const path = { id };
      const refused = await world.client.refused('updateProductVersion', {
        path,
        body: { size: 1 },
      });
      expect(refused.code).toBe('validation_error');
      const disabled = await update(id, { enabled: false });
      expect(disabled.body).toMatchObject({ enabled: false, upload_id: file.id, size: file.size });
      expect((await update(id, { url })).body).toMatchObject({ url, upload_id: null, size: null });
      expect((await refusedCreation({ url: null, upload_id: file.id })).code).toBe(
        'validation_error',
      );
    });

    it('keep a product from being deleted', async () => {
      const { product_id, id } = await create();
      const path = { id: product_id };
      expect((await world.client.refused('deleteProduct', { path })).code).toBe('in_use');
      await world.client.call('deleteProductVersion', { path: { id } });
      expect((await world.client.call('deleteProduct', { path })).status).toBe(204);
    });

    it('are listed with filters', async () => {
      const made = await create({ environment: 'mac', channel: 'staging', enabled: false });
      await newVersion(world);
      const { product_id, product_code } = made;
      expect(product_code).toMatch(/^product-/);
      for (const query of [
        { product_id },
        { environment: 'mac' },
        { channel: 'staging', product_id },
        { version: made.version, product_id },
        { enabled: false, product_id },
      ]) {
        const { body } = await world.client.call<Schemas['AdminVersionList']>(
          'listProductVersions',
          { query },
        );
        expect(body.items).toContainEqual(made);
        for (const item of body.items) expect(item).toMatchObject(query);
      }
    });

    it('have the product and the version as their name in the audit log', async () => {
      const { id, product_code } = await create();
      const query = { subject_kind: 'version', subject_id: id };
      const { body } = await world.client.call('listAuditEntries', { query });
      expect(body).toMatchObject({
        items: [{ action: 'createProductVersion', subject_name: `${product_code}@1.3.0` }],
      });
    });
  });
});
