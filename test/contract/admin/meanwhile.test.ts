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
});
