import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from '../../support/client.ts';
import { startWorld, newPerson, signIn, type World } from '../world.ts';

const NEW = 'a better horse and battery';

/** `POST /api/v4/change_password` */
describe('the contract', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.server.close());

  const change = (body: Record<string, unknown>) =>
    world.client.call<unknown>('changePassword', { body });
  const refusal = async (body: Record<string, unknown>, client = world.client) =>
    (await client.refused('changePassword', { body })).code;

  /** A new user who may use `world.product`. */
  async function person() {
    const one = await newPerson(world);
    await world.make.license({
      product_id: world.product.id,
      customer_id: world.account.customerId,
      userId: one.id,
    });
    return one;
  }

  /** True when the user can list their licenses with the password. */
  async function isPassword(username: string, password: string): Promise<boolean> {
    const query = { product: world.product.code, username, password };
    const { status, body } = await world.client.call('listUserLicenses', { query });
    expect([200, 400]).toContain(status);
    if (status === 400) expect(body['code']).toBe('license_not_found');
    return status === 200;
  }

  describe('a change of the password of a license user', () => {
    it('replaces the old password by the new one', async () => {
      const { email, password } = await person();
      const username = ` ${email.toUpperCase()} `;
      const { body, bytes } = await change({ username, password, new_password: NEW });
      expect(body).toBe('password_changed');
      expect(bytes.toString()).toBe('"password_changed"');
      expect(await isPassword(email, password)).toBe(false);
      expect(await isPassword(email, NEW)).toBe(true);
    });

    it('ends the sign-ins with the old password', async () => {
      const one = await person();
      const { id_token } = await signIn(world, { person: one });
      await change({ username: one.email, password: one.password, new_password: NEW });
      const { code } = await world.client.refused('activateLicense', {
        body: {
          product: world.product.code,
          customer_account_code: world.account.code,
          hardware_id: 'a',
          id_token,
        },
      });
      expect(code).toBe('sso_token_invalid');
    });

    it('makes an initial password one of the user', async () => {
      const { id, email, password } = await person();
      const { licenseUsers } = world.server.store;
      const before = await licenseUsers.find(id);
      if (before === undefined) throw new Error('no user');
      await licenseUsers.update({ ...before, is_initial_password: true }, new Date());
      await change({ username: email, password, new_password: NEW });
      expect((await licenseUsers.find(id))?.is_initial_password).toBe(false);
    });

    it('is written to the audit log with the API key, and without a password', async () => {
      const { id, email, password } = await person();
      await change({ username: email, password, new_password: NEW });
      const { items } = await world.server.store.audit.list(
        { about: { licenseUserId: id } },
        { limit: 1 },
      );
      expect(items).toMatchObject([
        { action: 'changePassword', outcome: 'done', actorKind: 'api_key', about: { email } },
      ]);
      expect(JSON.stringify(items)).not.toContain(NEW);
    });

    it('is refused alike for an unknown user, a wrong password and a disabled user', async () => {
      const { email, password } = await person();
      const disabled = await world.make.user({ password, enabled: false });
      const body = { password, new_password: NEW };
      const refusals = [
        await world.client.refused('changePassword', { body: { ...body, username: 'nobody' } }),
        await world.client.refused('changePassword', {
          body: { ...body, username: email, password: 'a wrong password' },
        }),
        await world.client.refused('changePassword', {
          body: { ...body, username: disabled.email },
        }),
      ];
      const [first] = refusals;
      expect(first?.code).toBe('change_password_not_allowed');
      expect(refusals).toEqual([first, first, first]);
    });

    it.each([
      ['a password that is too short', { new_password: 'too short' }, 'validation_error'],
      ['no new password', { new_password: undefined }, 'missing_parameters'],
      ['an empty new password', { new_password: '' }, 'validation_error'],
      ['no old password', { password: undefined }, 'missing_parameters'],
    ])('is refused with %s, and changes nothing', async (_, over, code) => {
      const { email, password } = await person();
      expect(await refusal({ username: email, password, new_password: NEW, ...over })).toBe(code);
      expect(await isPassword(email, password)).toBe(true);
    });

    it('is refused to a read-only API key', async () => {
      const { email, password } = await person();
      const readOnly = createClient(world.server, await world.make.apiKey({ read_only: true }));
      const body = { username: email, password, new_password: NEW };
      expect(await refusal(body, readOnly)).toBe('read_only_api_key');
    });

    it('succeeds once when two requests with the old password arrive at the same time', async () => {
      const { email, password } = await person();
      const news = ['one new password of two', 'the other new password'];
      const answers = await Promise.all(
        news.map((new_password) => change({ username: email, password, new_password })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
      const valid = await Promise.all(news.map((one) => isPassword(email, one)));
      expect(valid).toEqual(answers.map(({ status }) => status === 200));
    });
  });
});
