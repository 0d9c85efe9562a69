import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CheckedResponse } from '../../support/client.ts';
import { applicationOperations } from '../../support/contract.ts';
import {
  createWorld,
  goodCall,
  signIn,
  whileLocked,
  withFields,
  withoutTable,
  withWorld,
  type World,
} from '../world.ts';

/** Without its table an operation cannot do its work; others need that of the API keys. Metadata needs a clock alone. */
const NEEDED_TABLES: Partial<Record<string, string>> = {
  getSsoUrl: 'customer_accounts',
  activateLicense: 'licenses',
  deactivateLicense: 'licenses',
  checkLicense: 'licenses',
  listUserLicenses: 'licenses',
  getProductDetails: 'products',
};
const signed = applicationOperations.filter(({ isPublic }) => !isPublic);

/** What the operations answer when the server fails, or cannot store anything. */
describe('the contract', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ busyTimeout: 50 });
  });
  afterAll(() => world.server.close());

  /** The answer to a fault: the request id leads to the log, and nothing else stands in it. */
  function expectFault(
    { server }: Pick<World, 'server'>,
    { status, body, headers }: CheckedResponse,
  ) {
    const requestId = String(headers['x-request-id']);
    expect({ status, body }).toEqual({
      status: 500,
      body: {
        status: 500,
        code: 'internal_error',
        message: `The server failed. Look for the request id ${requestId} in its log.`,
      },
    });
    const lines = server.logs.filter((line) => line['requestId'] === requestId);
    expect(lines).toContainEqual(expect.objectContaining({ level: 50, err: expect.anything() }));
  }

  describe('an internal error', () => {
    it.each(signed.map(({ operationId }) => operationId))(
      'is hidden in the response of %s except for the request ID',
      async (operationId) => {
        const table = NEEDED_TABLES[operationId] ?? 'api_keys';
        const call = await goodCall(world, operationId);
        const work = () => world.client.call(operationId, call);
        expectFault(world, await withoutTable(world.server, table, work));
        expect((await work()).status).toBe(200);
      },
    );

    it('is hidden in the response of getMetadata except for the request ID', async () => {
      await withWorld({}, async (broken) => {
        broken.server.clock.advance(Number.NaN);
        expectFault(broken, await broken.client.call('getMetadata', { headers: [] }));
      });
    });

    it.each(signed.map(({ operationId }) => operationId))(
      'refuses %s when the keys cannot be read',
      async (operationId) => {
        const call = await goodCall(world, operationId);
        const work = () => world.client.call(operationId, call);
        expectFault(world, await withoutTable(world.server, 'api_keys', work));
      },
    );

    it('makes the server not ready when the database cannot be read', async () => {
      const work = () => world.client.call('getReadiness', { headers: [] });
      const { status, body } = await withoutTable(world.server, 'products', work);
      expect({ status, body }).toEqual({
        status: 503,
        body: { status: 'unavailable', failed: 'database' },
      });
      expect((await work()).status).toBe(200);
    });

    it('does not end the process', async () => {
      const work = () => world.client.call('getLiveness', { headers: [] });
      expect((await withoutTable(world.server, 'products', work)).status).toBe(200);
    });
  });

  describe('a read-only database', () => {
    /** What each operation that writes is asked for. */
    const WRITES = {
      activateLicense: () => goodCall(world, 'activateLicense'),
      deactivateLicense: () => goodCall(world, 'deactivateLicense'),
      checkLicense: async () => withFields(await goodCall(world, 'checkLicense'), { ip: '::1' }),
      listUserLicenses: async () => {
        const { code = '' } = await signIn(world, { query: { response_type: 'code' } });
        const query = { product: world.product.code, code };
        return { query: { ...query, customer_account_code: world.account.code } };
      },
    };

    it.each(Object.entries(WRITES))(
      'makes %s respond with 503 and store nothing of the request',
      async (operationId, prepare) => {
        const call = await prepare();
        const work = () => world.client.call(operationId, call);
        const { status, body, headers } = await whileLocked(world.server, work);
        expect({ status, code: body['code'] }).toEqual({
          status: 503,
          code: 'service_unavailable',
        });
        expect(headers['retry-after']).toMatch(/^[1-9]\d*$/);
        expect((await work()).status).toBe(200);
      },
    );

    it.each(signed.map(({ operationId }) => operationId))(
      'makes %s respond with 503 when it is closed at the end of the process',
      async (operationId) => {
        await withWorld({}, async (closing) => {
          const call = await goodCall(closing, operationId);
          await closing.server.store.close();
          const { status, body } = await closing.client.call(operationId, call);
          expect({ status, code: body['code'] }).toEqual({
            status: 503,
            code: 'service_unavailable',
          });
        });
      },
    );

    it.each(['getSsoUrl', 'checkLicense', 'getProductDetails', 'getReadiness'])(
      'does not stop %s from reading',
      async (operationId) => {
        const call = await goodCall(world, operationId);
        const work = () => world.client.call(operationId, call);
        expect((await whileLocked(world.server, work)).status).toBe(200);
      },
    );
  });
});
