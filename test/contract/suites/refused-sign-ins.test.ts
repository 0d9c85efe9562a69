import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startWorld, fieldsAfterSignIn, later, newBundleLicense, type World } from '../world.ts';

type Fields = Record<string, unknown>;

const HOUR = 3_600_000;
const OPERATIONS = ['borrowSlot', 'borrowFeatureSlot'] as const;

/** What operations refuse of a sign-in that is sent to them in place of a password. */
describe('the contract', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.server.close());

  const device = { hardware_id: 'a', borrowed_until: null, feature: 'f' };
  const refusal = async (operationId: string, body: Fields) =>
    (await world.client.refused(operationId, { body: { ...device, ...body } })).code;

  describe.each(OPERATIONS)('%s', (operationId) => {
    it('is refused for an account that is not there, or has no connection', async () => {
      const { product, make } = world;
      const nowhere = { product: product.code, customer_account_code: 'nowhere', code: 'x' };
      expect(await refusal(operationId, nowhere)).toBe('customer_account_not_found');
      const { code } = await make.account({}, null);
      const without = { product: product.code, customer_account_code: code, code: 'x' };
      expect(await refusal(operationId, without)).toBe('sso_not_configured');
    });

    it('is refused with a code or token that is not valid, has expired, or was used', async () => {
      const { product, account } = world;
      const sso = { product: product.code, customer_account_code: account.code };
      expect(await refusal(operationId, { ...sso, code: 'wrong' })).toBe('sso_code_invalid');
      expect(await refusal(operationId, { ...sso, id_token: 'wrong' })).toBe('sso_token_invalid');
      const fields = await fieldsAfterSignIn(world, 'id_token');
      expect(await later(world.server, HOUR, () => refusal(operationId, fields))).toBe(
        'sso_token_expired',
      );
      const body = { ...fields, hardware_id: 'another' };
      expect((await world.client.call('activateLicense', { body })).status).toBe(200);
      expect(await refusal(operationId, fields)).toBe('sso_token_used');
    });
  });

  it('deactivateBundle is refused with a token that is not valid', async () => {
    const { fields } = await newBundleLicense(world);
    const { account } = world;
    const sso = { customer_account_code: account.code, id_token: 'wrong' };
    expect(await refusal('deactivateBundle', { product: fields.product, ...sso })).toBe(
      'sso_token_invalid',
    );
  });
});
