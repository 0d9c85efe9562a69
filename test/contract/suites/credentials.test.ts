import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from '../../support/client.ts';
import { applicationOperations, declaredCodes, operationOf } from '../../support/contract.ts';
import { createTokenClient } from '../../support/oauth.ts';
import { updateRow } from '../../support/update-row.ts';
import type { ErrorCode } from '../../../src/rules/errors.ts';
import { createWorld, goodCall, withFields, type World } from '../world.ts';

const signed = applicationOperations.filter(({ isPublic }) => !isPublic);
const all = signed.map(({ operationId }) => operationId);
/** A check is refused too where it would take a slot of a floating license, which those of these tests are not. */
const changing = signed
  .filter((operation) => declaredCodes(operation, 400).includes('read_only_api_key'))
  .map(({ operationId }) => operationId)
  .filter((operationId) => !operationId.startsWith('check'));
/** Those that name a product. */
const ofProduct = signed
  .filter((operation) => declaredCodes(operation, 400).includes('unknown_product'))
  .map(({ operationId }) => operationId);
const reading = all.filter((operationId) => !changing.includes(operationId));

/** What each operation that needs a signature makes of a credential that is good for a part of the licenses. */
describe('the contract', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.server.close());

  describe('an access token', () => {
    it.each(all)('is accepted by %s in place of a signature', async (operationId) => {
      const api = await createTokenClient(world.server, await world.make.oauthClient());
      const { status } = await api.call(operationId, await goodCall(world, operationId));
      expect(status).toBe(200);
    });
  });

  describe('an OAuth client for the licenses of another customer', () => {
    /** What is not `license_not_found`. */
    const EXCEPT: Record<string, string | undefined> = {
      getProductDetails: 'ok',
      listUserLicenses: 'ok',
      getSsoUrl: 'customer_account_not_found',
      listCustomerLicenseUsers: 'customer_not_found',
      changePassword: 'change_password_not_allowed',
      getTrialKey: 'trial_not_allowed',
    };

    it.each(all)('finds nothing with %s', async (operationId) => {
      const customer_id = await world.make.customer(null, 'it@another.test');
      const api = await createTokenClient(
        world.server,
        await world.make.oauthClient({ customer_id }),
      );
      const call = await goodCall(world, operationId);
      const { status, body } = await api.call(operationId, call);
      expect(status === 200 ? 'ok' : body['code']).toBe(EXCEPT[operationId] ?? 'license_not_found');
      if (operationId === 'listUserLicenses') expect(body).toEqual([]);
      // It is the scope that was in the way.
      expect((await world.client.call(operationId, call)).status).toBe(200);
    });
  });

  describe('a server that requires OAuth', () => {
    let strict: World;
    beforeAll(async () => {
      strict = await createWorld({ env: { LATCHKEY_REQUIRE_OAUTH: 'on' } });
    });
    afterAll(() => strict.server.close());

    it.each(all)('refuses API keys at %s, and accepts access tokens', async (operationId) => {
      const client = await strict.make.oauthClient();
      const api = await createTokenClient(strict.server, client);
      // What signs request files, in place of the API key.
      const signing = { client: api, apiKey: client as unknown as World['apiKey'] };
      const call = await goodCall({ ...strict, ...signing }, operationId);
      for (const headers of [undefined, []]) {
        const {
          status,
          body,
          headers: sent,
        } = await strict.client.call(operationId, {
          ...call,
          ...(headers && { headers }),
        });
        expect({ status, code: body['code'] }).toEqual({ status: 401, code: 'oauth_required' });
        expect(sent['www-authenticate']).toBe('Bearer realm="license-api"');
      }
      expect((await api.call(operationId, call)).status).toBe(200);
    });
  });

  describe('every signed operation: its product', () => {
    it.each(ofProduct)('is refused by %s when it does not exist', async (operationId) => {
      const call = withFields(await goodCall(world, operationId), { product: 'nothing' });
      const { code, message } = await world.client.refused(operationId, call);
      expect({ code, message }).toEqual({
        code: 'unknown_product',
        message: `Provided ${operationId.includes('Bundle') ? 'bundle' : 'product'} was not found: nothing`,
      });
    });

    it.each(ofProduct)('is refused by %s when the API key may not use it', async (operationId) => {
      const limited = await world.make.apiKey({ product_ids: [(await world.make.product()).id] });
      const none = await world.make.apiKey({ product_ids: [] });
      for (const apiKey of [limited, none]) {
        const client = createClient(world.server, apiKey);
        const { code } = await client.refused(operationId, await goodCall(world, operationId));
        expect(code).toBe('api_key_product_not_allowed');
      }
    });

    it.each(ofProduct)('is accepted by %s when the API key may use it', async (operationId) => {
      const productIds = [world.product.id, ...world.bundle.product_ids];
      const client = createClient(
        world.server,
        await world.make.apiKey({ product_ids: productIds }),
      );
      const { status } = await client.call(operationId, await goodCall(world, operationId));
      expect(status).toBe(200);
    });

    /** What the contract declares for a product in a state. */
    const declaredState = (operationId: string, code: ErrorCode) =>
      declaredCodes(operationOf(operationId), 400).includes(code) ? code : 'answer';

    it.each(ofProduct)(
      'is refused by %s when it is disabled or archived, as the contract declares',
      async (operationId) => {
        const call = await goodCall(world, operationId);
        const answers = async (state: { enabled: boolean; archived: boolean }) => {
          for (const { id } of [world.product, world.keyProduct]) {
            await updateRow(world.server, 'products', id, state);
          }
          const { status, body } = await world.client.call(operationId, call);
          for (const { id } of [world.product, world.keyProduct]) {
            await updateRow(world.server, 'products', id, { enabled: true, archived: false });
          }
          return status === 200 ? 'answer' : body['code'];
        };
        const disabled = await answers({ enabled: false, archived: false });
        const archived = await answers({ enabled: true, archived: true });
        expect({ disabled, archived }).toEqual({
          disabled: declaredState(operationId, 'disabled_product'),
          archived: declaredState(operationId, 'archived_product'),
        });
      },
    );
  });

  describe('a read-only key', () => {
    it.each(reading)('is accepted by %s', async (operationId) => {
      const client = createClient(world.server, await world.make.apiKey({ read_only: true }));
      const { status } = await client.call(operationId, await goodCall(world, operationId));
      expect(status).toBe(200);
    });

    it.each(changing)('is refused by %s', async (operationId) => {
      const client = createClient(world.server, await world.make.apiKey({ read_only: true }));
      const call = await goodCall(world, operationId);
      expect((await client.refused(operationId, call)).code).toBe('read_only_api_key');
      expect((await world.client.call(operationId, call)).status).toBe(200);
    });
  });
});
