import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseOf } from '../../../src/config/config.ts';
import { dialect, openSession, untilWaitedFor } from '../../support/database.ts';
import { type AdminWorld, createAdminWorld, unique } from './world.ts';

/** Changes that rest on what another instance is about to change. */
describe('the Admin API', () => {
  let world: AdminWorld;
  beforeAll(async () => {
    world = await createAdminWorld();
  });
  afterAll(() => world.server.close());

  /** Calls an operation that must refuse, between a change and its end. */
  async function refusedMeanwhile(sql: string, operationId: string, call: object) {
    const database = databaseOf(world.server.config);
    const session = await openSession(database);
    await session.query(dialect() === 'postgres' ? 'begin' : 'begin immediate');
    await session.query(sql);
    const refusal = world.client.refused(operationId, call);
    await untilWaitedFor(session, database);
    await session.query('commit');
    await session.close();
    return refusal;
  }

  describe('a change in the meantime', () => {
    it('is reported by name: a user who was deleted', async () => {
      const { id } = await world.make.user();
      const product = await world.make.product();
      const body = { product_id: product.id, users: [{ license_user_id: id }] };
      const sql = `delete from license_users where id = ${id}`;
      expect(await refusedMeanwhile(sql, 'createLicense', { body })).toEqual({
        status: 400,
        code: 'validation_error',
        message: `body.users.0 there is no license user with the id ${id}`,
      });
    });

    it('is reported by name: a code that was taken', async () => {
      const { id } = await world.make.product();
      const code = unique('taken');
      const body = { code, name: 'Made', authorization_method: 'user' };
      const sql = `update products set code = '${code}' where id = ${id}`;
      expect(await refusedMeanwhile(sql, 'createProduct', { body })).toEqual({
        status: 409,
        code: 'already_exists',
        message: `body.code: there is a product with the code ${code} already.`,
      });
    });
  });

  describe('names that two kinds of things share', () => {
    const codesOf = async (calls: readonly (readonly [operationId: string, body: object])[]) => {
      const sent = calls.map(([operationId, body]) => world.client.call(operationId, { body }));
      return (await Promise.all(sent)).map(({ status, body }) => body['code'] ?? status);
    };
    const ROUNDS = 10;

    it('are taken once: the code of a product and of a bundle', async () => {
      const { id } = await world.make.product();
      for (let round = 0; round < ROUNDS; round += 1) {
        const body = { code: unique('same'), name: 'Same', authorization_method: 'user' };
        const bundle = { ...body, product_ids: [id] };
        const codes = await codesOf([
          ['createProduct', body],
          ['createBundle', bundle],
        ]);
        expect(codes.filter((code) => code === 'already_exists')).toHaveLength(1);
      }
    });

    it('are taken once: the key of a license and of a bundle license', async () => {
      const product = await world.make.product({ authorization_method: 'license-key' });
      const bundle = await world.make.bundle([product]);
      for (let round = 0; round < ROUNDS; round += 1) {
        const license_key = unique('SAME').toUpperCase();
        const codes = await codesOf([
          ['createLicense', { license_key, product_id: product.id }],
          ['createBundleLicense', { license_key, bundle_id: bundle.id }],
        ]);
        expect(codes.filter((code) => code === 'already_exists')).toHaveLength(1);
      }
    });
  });
});
