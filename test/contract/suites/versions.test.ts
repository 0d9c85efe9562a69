import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { createClient } from '../../support/client.ts';
import { updateRow } from '../../support/update-row.ts';
import { startWorld, later, newKeyLicense, type World } from '../world.ts';

type Schemas = components['schemas'];
type File = Schemas['InstallationFile'];
type License = Schemas['License'];
type Version = Parameters<World['make']['version']>[0];

const DAY = 86_400_000;
const day = (date: string) => new Date(`${date}T00:00:00.000Z`);

const NOTHING: File = {
  version: '',
  installation_file: '',
  release_date: '',
  hash_md5: '',
  size: '',
  requires_version: '',
  environment: '',
  channel: '',
  eula_link: '',
  release_notes_link: '',
};

/** `GET /api/v4/versions` and `GET /api/v4/installation_file`, and the file in activations, checks and product details */
describe('the contract', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.server.close());

  /** A device with a license of a new product that has these versions. @returns what names it, and the ids */
  async function bound(
    versions: readonly Partial<Version>[] = [],
    terms: Parameters<typeof newKeyLicense>[1] = {},
  ) {
    const product = await world.make.product({ authorization_method: 'license-key' });
    for (const one of versions) await world.make.version({ product_id: product.id, ...one });
    const { id, fields } = await newKeyLicense(world, { product_id: product.id, ...terms });
    const device = { ...fields, product: product.code, hardware_id: 'a' };
    const { body } = await world.client.call<License>('activateLicense', { body: device });
    return { id, product, device, activated: body };
  }
  const list = async (query: Record<string, string>) =>
    (await world.client.call<Schemas['Versions']>('listVersions', { query })).body;
  const names = async (query: Record<string, string>) =>
    (await list(query)).map(({ version }) => version);
  const get = async (query: Record<string, string>) =>
    (await world.client.call<File>('getInstallationFile', { query })).body;
  const check = async (query: Record<string, string>) =>
    (await world.client.call<License>('checkLicense', { query })).body;
  const refusal = async (operationId: string, query: Record<string, string>) =>
    (await world.client.refused(operationId, { query })).code;

  describe('the versions of a product', () => {
    it('are none at first', async () => {
      const { device } = await bound();
      expect(await list(device)).toEqual([]);
      expect(await refusal('getInstallationFile', device)).toBe('version_not_found');
    });

    it('are listed by their numbers, the newest first, whenever they were released', async () => {
      const order = [
        '10.0.0',
        '9.1',
        '2.0.0',
        '2.0.0-rc.1',
        '2.0.0-beta.11',
        '2.0.0-beta.2',
        '1.10',
        '1.9.5',
      ];
      const { device } = await bound(order.toSorted().map((version) => ({ version })));
      expect(await names(device)).toEqual(order);
      expect((await get(device)).version).toBe('10.0.0');
    });

    it('are each listed once, with the release date', async () => {
      const { device } = await bound([
        { version: '1.0', environment: 'win64', release_date: day('2025-03-01') },
        { version: '1.0', environment: 'mac', release_date: day('2025-03-02') },
      ]);
      expect(await list(device)).toEqual([
        { version: '1.0', release_date: '2025-03-02T00:00:00.000Z' },
      ]);
    });

    it('are those of the environment, and those that run on all of them', async () => {
      const { device } = await bound([
        { version: '1.0', environment: 'win64' },
        { version: '2.0', environment: 'mac' },
        { version: '3.0', environment: '' },
        { version: '4.0', environment: 'arm64' },
      ]);
      expect(await names({ ...device, env: 'win64' })).toEqual(['3.0', '1.0']);
      expect(await names({ ...device, env: 'linux' })).toEqual(['3.0']);
      expect(await names({ ...device, env: 'arm64' })).toEqual(['4.0']);
      expect(await names({ ...device, env: 'nothing' })).toEqual([]);
      expect((await get({ ...device, env: 'mac' })).version).toBe('3.0');
      expect(await refusal('getInstallationFile', { ...device, env: 'nothing' })).toBe(
        'version_not_found',
      );
    });

    it('are those of the channel; of all channels when none is named', async () => {
      const { device } = await bound([{ version: '1.0' }, { version: '2.0', channel: 'staging' }]);
      expect(await names(device)).toEqual(['2.0', '1.0']);
      expect(await names({ ...device, channel: 'prod' })).toEqual(['1.0']);
      expect(await names({ ...device, channel: 'staging' })).toEqual(['2.0']);
      expect(await names({ ...device, channel: 'nothing' })).toEqual([]);
      expect((await get({ ...device, channel: 'prod' })).version).toBe('1.0');
    });

    it('are not those of another product, disabled ones, or later ones', async () => {
      const now = world.server.clock.now().getTime();
      const { device } = await bound([
        { version: '1.0' },
        { version: '2.0', enabled: false },
        { version: '3.0', release_date: new Date(now + DAY) },
      ]);
      await bound([{ version: '9.0' }]);
      expect(await names(device)).toEqual(['1.0']);
      for (const version of ['2.0', '3.0', '9.0']) {
        expect(await refusal('getInstallationFile', { ...device, version })).toBe(
          'version_not_found',
        );
      }
      await later(world.server, 2 * DAY, async () =>
        expect(await names(device)).toEqual(['3.0', '1.0']),
      );
    });
  });

  describe('a license', () => {
    const VERSIONS = [
      { version: '1.0', release_date: day('2025-01-01') },
      { version: '1.1', release_date: day('2025-06-01') },
      { version: '2.0', release_date: day('2026-01-01') },
    ];

    it('gets what was released before the end of its maintenance, to the millisecond', async () => {
      const maintained = { maintenance_until: day('2025-06-01') };
      const { device, activated } = await bound(VERSIONS, maintained);
      expect(await names(device)).toEqual(['1.1', '1.0']);
      expect((await get(device)).version).toBe('1.1');
      expect(await refusal('getInstallationFile', { ...device, version: '2.0' })).toBe(
        'version_not_found',
      );
      expect((activated.installation_file as File).version).toBe('1.1');
      expect((await check(device)).version).toBe('1.1');
      const before = { maintenance_until: new Date(day('2025-06-01').getTime() - 1) };
      expect(await names((await bound(VERSIONS, before)).device)).toEqual(['1.0']);
    });

    it('without maintenance gets what was released before its end', async () => {
      const { device, id } = await bound(VERSIONS, { license_type: 'time-limited' });
      expect(await names(device)).toEqual(['2.0', '1.1', '1.0']);
      await updateRow(world.server, 'licenses', id, { valid_until: day('2025-06-02').getTime() });
      expect(await names(device)).toEqual(['1.1', '1.0']);
      const maintenance_until = day('2025-02-01').getTime();
      await updateRow(world.server, 'licenses', id, { maintenance_until });
      expect(await names(device)).toEqual(['1.0']);
    });
  });

  describe('an installation file', () => {
    const FILE = {
      version: '1.2.3',
      environment: 'win64',
      channel: 'prod',
      release_date: day('2025-05-05'),
      requires_version: '1.0',
      eula_link: 'https://vendor.example/eula',
      release_notes_link: 'https://vendor.example/notes',
      url: 'https://vendor.example/setup.exe',
      size: 123_456_789_012,
      hash_md5: '9e107d9d372bb6826bd81d3542a419d6',
    };
    const SENT = {
      version: '1.2.3',
      environment: 'win64',
      channel: 'prod',
      release_date: '2025-05-05T00:00:00.000Z',
      requires_version: '1.0',
      eula_link: 'https://vendor.example/eula',
      release_notes_link: 'https://vendor.example/notes',
      installation_file: 'https://vendor.example/setup.exe',
      size: '123456789012',
      hash_md5: '9e107d9d372bb6826bd81d3542a419d6',
    };

    it('has all that is known of it', async () => {
      const { device } = await bound([FILE]);
      expect(await get(device)).toEqual(SENT);
      expect(await get({ ...device, version: '1.2.3' })).toEqual(SENT);
    });

    it('has texts for what is not known', async () => {
      const { device } = await bound([{ size: null, hash_md5: null }]);
      expect(await get(device)).toMatchObject({ size: '', hash_md5: '', requires_version: '' });
    });

    it('is an object in an activation, and texts in a check', async () => {
      const { device, activated } = await bound([FILE]);
      expect(activated.installation_file).toEqual(SENT);
      expect(activated).not.toHaveProperty('version');
      expect(await check(device)).toMatchObject(SENT);
      const none = await bound();
      expect(none.activated.installation_file).toEqual(NOTHING);
      expect(await check(none.device)).toMatchObject(NOTHING);
    });

    it('of a check is that of the environment, and never of another channel than prod', async () => {
      const { device, activated } = await bound([
        { version: '1.0', environment: 'mac' },
        { version: '2.0', environment: 'win64' },
        { version: '3.0', channel: 'staging' },
      ]);
      expect((activated.installation_file as File).version).toBe('2.0');
      expect((await check(device)).version).toBe('2.0');
      expect((await check({ ...device, env: 'mac' })).version).toBe('1.0');
      expect((await check({ ...device, env: 'nothing' })).version).toBe('');
    });

    it('is found by the license user, and by the id of the license', async () => {
      const { person, product } = world;
      const user = { product: product.code, username: person.email, hardware_id: 'of a user' };
      await world.make.version({ product_id: product.id, version: '5.0' });
      const body = { ...user, password: person.password };
      const { id } = (await world.client.call<License>('activateLicense', { body })).body;
      expect((await get(user)).version).toBe('5.0');
      expect(await names({ ...user, license_id: String(id) })).toContain('5.0');
      expect(await refusal('listVersions', { ...user, license_id: '12' })).toBe(
        'license_not_found',
      );
    });
  });

  describe('the product details', () => {
    const details = async (query: Record<string, string>) =>
      (
        await world.client.call<Schemas['ProductDetails']>('getProductDetails', {
          query: { include_latest_version: 'true', ...query },
        })
      ).body.latest_version;

    it('have the newest version without a link to it', async () => {
      const { product } = await bound([
        { version: '1.0', environment: 'mac' },
        { version: '2.0', environment: 'win64' },
        { version: '3.0', channel: 'staging' },
      ]);
      expect(await details({ product: product.code })).toMatchObject({
        version: '2.0',
        environment: 'win64',
        full_link: null,
        enabled: true,
      });
      expect(await details({ product: product.code, env: 'mac' })).toMatchObject({
        version: '1.0',
      });
      expect(await details({ product: product.code, env: 'nothing' })).toBeNull();
      expect(await details({ product: (await bound()).product.code })).toBeNull();
    });
  });

  describe.each(['listVersions', 'getInstallationFile'])('%s', (operationId) => {
    it('is refused without an active license', async () => {
      const { device, id } = await bound([{}]);
      await updateRow(world.server, 'licenses', id, { enabled: false });
      expect(await refusal(operationId, device)).toBe('active_license_required');
      const { fields } = await newKeyLicense(world);
      expect(await refusal(operationId, { ...fields, hardware_id: 'a' })).toBe(
        'active_license_required',
      );
    });

    it('is refused for a device that is not active, or that the vendor refuses', async () => {
      const { device, activated } = await bound([{}]);
      expect(await refusal(operationId, { ...device, hardware_id: 'b' })).toBe('device_not_found');
      const { device_id } = activated;
      await updateRow(world.server, 'devices', device_id, { blacklisted: true });
      expect(await refusal(operationId, device)).toBe('blacklisted');
    });

    it('is refused for another product, and for an unknown license key', async () => {
      const { device } = await bound([{}]);
      const other = await bound([{}]);
      const { product } = other.device;
      expect(await refusal(operationId, { ...device, product })).toBe('license_not_found');
      expect(await refusal(operationId, { ...device, license_key: 'AAAA' })).toBe(
        'license_not_found',
      );
    });

    it('is refused when it names no license', async () => {
      const { device } = await bound([{}]);
      const { license_key, ...others } = device;
      expect(license_key).not.toBe('');
      expect(await refusal(operationId, others)).toBe(
        operationId === 'listVersions'
          ? 'missing_parameters'
          : 'license_key_or_license_user_required',
      );
    });

    it('answers a read-only key', async () => {
      const { device } = await bound([{}]);
      const readOnly = createClient(world.server, await world.make.apiKey({ read_only: true }));
      expect((await readOnly.call(operationId, { query: device })).status).toBe(200);
    });
  });
});
