import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import {
  startWorld,
  fieldsAfterSignIn,
  later,
  newPerson,
  signIn,
  type Way,
  type World,
} from '../world.ts';

type License = components['schemas']['License'];

const TOKENS: Way[] = ['id_token', 'access_token'];

/** `POST /api/v4/activate_license`, after the implicit grant */
describe('the contract', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.server.close());

  const activate = (fields: Record<string, unknown>, hardware_id = 'a device') =>
    world.client.call<License>('activateLicense', { body: { hardware_id, ...fields } });
  const refusal = async (fields: Record<string, unknown>, hardware_id = 'a device') =>
    world.client.refused('activateLicense', { body: { hardware_id, ...fields } });

  describe.each(TOKENS)('activation with the value of %s as id_token', (way) => {
    it('returns the same response to the same device again', async () => {
      const fields = await fieldsAfterSignIn(world, way);
      const first = await activate(fields, 'same device');
      expect((await activate(fields, 'same device')).body).toEqual(first.body);
    });

    it('works for one device only', async () => {
      const fields = await fieldsAfterSignIn(world, way);
      await activate(fields, 'one');
      expect((await refusal(fields, 'two')).code).toBe('sso_token_used');
      expect((await activate(fields, 'one')).status).toBe(200);
      expect((await activate(await fieldsAfterSignIn(world, way), 'two')).status).toBe(200);
    });

    it('is not used up by an error', async () => {
      const person = await newPerson(world);
      const license = { userId: person.id, max_activations: 1, product_id: world.product.id };
      await world.make.license({ ...license, customer_id: world.account.customerId });
      const taking = await fieldsAfterSignIn(world, way, { person });
      await activate(taking, 'first');
      const fields = await fieldsAfterSignIn(world, way, { person });
      expect((await refusal(fields, 'second')).code).toBe('license_activated_max_times');
      const body = { ...taking, hardware_id: 'first' };
      await world.client.call('deactivateLicense', { body });
      expect((await activate(fields, 'third')).status).toBe(200);
    });

    it('works for ten minutes', async () => {
      const fields = await fieldsAfterSignIn(world, way);
      await later(world.server, 595_000, () => activate(fields));
      await later(world.server, 601_000, async () => {
        expect((await refusal(fields)).code).toBe('sso_token_expired');
      });
    });
  });

  describe('activation with an ID token and its access token', () => {
    it('accepts both for one device, the ID token first', async () => {
      const { id_token, access_token } = await signIn(world);
      const account = { customer_account_code: world.account.code, product: world.product.code };
      await activate({ ...account, id_token }, 'A');
      expect((await refusal({ ...account, id_token: access_token }, 'B')).code).toBe(
        'sso_token_used',
      );
      expect((await activate({ ...account, id_token: access_token }, 'A')).status).toBe(200);
    });

    it('accepts both for one device, the access token first', async () => {
      const { id_token, access_token } = await signIn(world);
      const account = { customer_account_code: world.account.code, product: world.product.code };
      await activate({ ...account, id_token: access_token }, 'A');
      expect((await refusal({ ...account, id_token }, 'B')).code).toBe('sso_token_used');
      expect((await activate({ ...account, id_token }, 'A')).status).toBe(200);
    });

    it('refuses a code or any other text as a token', async () => {
      const fields = await fieldsAfterSignIn(world, 'code');
      const { code: id_token, ...rest } = fields;
      const tokens = [id_token, 'x', '.', '..', 'a.b.c', 'x'.repeat(43), `${'a'.repeat(8_000)}.`];
      for (const one of tokens) {
        expect((await refusal({ ...rest, id_token: one })).code).toBe('sso_token_invalid');
      }
      expect((await activate(fields)).status).toBe(200);
    });

    it('refuses a token with any part altered', async () => {
      const { id_token = '', ...rest } = await fieldsAfterSignIn(world, 'id_token');
      const [header = '', payload = '', signature = ''] = id_token.split('.');
      const none = Buffer.from('{"alg":"none"}').toString('base64url');
      const altered = [
        ...[`${none}.${payload}.`, `${none}.${payload}.${signature}`, `${header}.${payload}.`],
        ...[`${header}.${payload}.${flip(signature)}`, `${header}.${flip(payload)}.${signature}`],
        ...[`${id_token}.`, `${id_token}=`],
      ];
      for (const one of altered) {
        expect((await refusal({ ...rest, id_token: one })).code).toBe('sso_token_invalid');
      }
      expect((await activate({ ...rest, id_token })).status).toBe(200);
    });
  });
});

/** The text with one letter in its middle changed. */
function flip(text: string): string {
  const middle = text.length >> 1;
  const letter = text[middle] === 'A' ? 'B' : 'A';
  return text.slice(0, middle) + letter + text.slice(middle + 1);
}
