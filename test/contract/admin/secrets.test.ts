import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AdminWorld, createAdminWorld, unique } from './world.ts';

/** What neither the log nor the audit log may hold, whatever comes of the request. */
describe('the Admin API', () => {
  let world: AdminWorld;
  beforeAll(async () => {
    world = await createAdminWorld();
  });
  afterAll(() => world.server.close());

  /** Everything that is logged, and everything in the audit log. */
  const written = async () => {
    const { body } = await world.client.call('listAuditEntries', { query: { limit: 200 } });
    return JSON.stringify([world.server.logs, body]);
  };

  describe('secrets', () => {
    it('of licenses are not logged: license keys', async () => {
      const { id: product_id } = await world.make.product({ authorization_method: 'license-key' });
      const license_key = unique('CANARY');
      const body = { product_id, license_key };
      const issued = await world.client.call('createLicense', { body, idempotencyKey: 'k' });
      await world.client.refused('createLicense', { body });
      await world.client.refused('createLicense', { body: { ...body, max_activations: 0 } });
      await world.client.call('listLicenses', { query: { license_key } });
      const path = { id: Number(issued.body['id']) };
      await world.client.call('updateLicense', { path, body: { note: 'CANARY' } });
      await world.client.call('deleteLicense', { path });
      const { body: made } = await world.client.call('createLicense', { body: { product_id } });
      const text = JSON.stringify(world.server.logs);
      expect(text).not.toContain('CANARY');
      expect(text).not.toContain(made['license_key']);
    });

    it('of license users are not logged: passwords', async () => {
      const password = unique('SECRET');
      const email = `${unique('user')}@acme.test`;
      const body = { email, password };
      const { body: user } = await world.client.call('createLicenseUser', { body });
      const path = { id: Number(user['id']) };
      await world.client.refused('createLicenseUser', { body });
      await world.client.refused('createLicenseUser', { body: { password } });
      await world.client.call('setLicenseUserPassword', { path, body: { password } });
      await world.client.refused('setLicenseUserPassword', {
        path,
        body: { password, is_initial_password: 'SECRET' },
      });
      expect(await written()).not.toContain('SECRET');
      expect(JSON.stringify(user)).not.toMatch(/SECRET|argon2/);
    });

    it('are not revealed by the hash of a request: passwords', async () => {
      const idempotencyKey = unique('key');
      const email = `${unique('user')}@acme.test`;
      const create = (password: string) =>
        world.client.call('createLicenseUser', { body: { email, password }, idempotencyKey });
      const { body } = await create('correct horse battery');
      expect((await create('a guess of twelve')).body).toEqual(body);
    });
  });
});
