import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AdminClient, createAdminClient } from '../../support/admin-client.ts';
import { signInWithPassword } from '../../support/sign-in.ts';
import { UserAgent } from '../../support/user-agent.ts';
import {
  createWorld,
  fieldsAfterSignIn,
  goodCall,
  newPerson,
  type Person,
  type Way,
  type World,
} from '../world.ts';
import { unique } from './world.ts';

const OTHER_PASSWORD = 'another horse entirely';

/** What changes of a license user mean to somebody who is signed in. */
const ENDINGS = [
  ['another password', 'setLicenseUserPassword', () => ({ password: OTHER_PASSWORD })],
  ['another address', 'updateLicenseUser', () => ({ email: `${unique('new')}@acme.test` })],
  ['disabling', 'updateLicenseUser', () => ({ enabled: false })],
] as const;

/** `/admin/v1/license-users`, and what people are signed in to */
describe('the Admin API', () => {
  let world: World;
  let admin: AdminClient;
  beforeAll(async () => {
    world = await createWorld();
    admin = await createAdminClient(world.server);
  });
  afterAll(() => world.server.close());

  const newHolder = async (): Promise<Person> => {
    const person = await newPerson(world);
    const { customerId } = world.account;
    await world.make.license({
      product_id: world.product.id,
      userId: person.id,
      customer_id: customerId,
    });
    return person;
  };
  /** Signs in where the session does not do. */
  const signIn = async (browser: UserAgent, person: Person) => {
    const call = await goodCall(world, 'getSsoUrl');
    const { body } = await world.client.call<{ url: string }>('getSsoUrl', call);
    return signInWithPassword(world.server, body.url, person, { browser });
  };
  const activate = (fields: Record<string, string>) => ({
    body: { ...fields, hardware_id: randomUUID() },
  });

  describe.each(ENDINGS)('%s of a license user', (_, operationId, body) => {
    const change = ({ id }: Person) => admin.call(operationId, { path: { id }, body: body() });

    it('ends the session in the browser', async () => {
      const person = await newHolder();
      const nobody = { ...person, password: 'no password of theirs' };
      const browser = new UserAgent();
      await signIn(browser, person);
      // The session does: nobody is asked for a password.
      expect(await signIn(browser, nobody)).toHaveProperty('id_token');
      await change(person);
      await expect(signIn(browser, nobody)).rejects.toThrow('The e-mail address or the password');
    });

    it.each(['id_token', 'access_token', 'code'] satisfies Way[])(
      'invalidates the %s of a sign-in',
      async (way) => {
        const person = await newHolder();
        const fields = await fieldsAfterSignIn(world, way, { person });
        await change(person);
        const { code } = await world.client.refused('activateLicense', activate(fields));
        expect(['license_not_found', 'sso_token_invalid', 'sso_code_invalid']).toContain(code);
      },
    );
  });

  describe('an e-mail address that another user gets', () => {
    it('does not include earlier sign-ins under it', async () => {
      const before = await newHolder();
      const { email } = before;
      const browser = new UserAgent();
      const { id_token = '' } = await signIn(browser, before);
      await admin.call('updateLicenseUser', {
        path: { id: before.id },
        body: { email: `${unique('new')}@acme.test` },
      });
      const users = [{ email }];
      const product_id = world.product.id;
      const customer_id = world.account.customerId;
      const body = { product_id, customer_id, users, create_users: true };
      await admin.call('createLicense', { body });

      const nobody = { ...before, password: 'no password of theirs' };
      await expect(signIn(browser, nobody)).rejects.toThrow('The e-mail address or the password');
      const [product, customer_account_code] = [world.product.code, world.account.code];
      const fields = { product, customer_account_code, id_token };
      const { code } = await world.client.refused('activateLicense', activate(fields));
      expect(code).toBe('sso_token_invalid');
    });
  });

  describe('a new password', () => {
    it('invalidates what the old one gave access to', async () => {
      const { id, email: username, password } = await newHolder();
      const product = world.product.code;
      await admin.call('setLicenseUserPassword', {
        path: { id },
        body: { password: OTHER_PASSWORD },
      });
      const old = activate({ product, username, password });
      expect((await world.client.refused('activateLicense', old)).code).toBe('license_not_found');
      const call = activate({ product, username, password: OTHER_PASSWORD });
      const { body } = await world.client.call('activateLicense', call);
      expect(body['user']).toMatchObject({ email: username, is_initial_password: true });
    });
  });
});
