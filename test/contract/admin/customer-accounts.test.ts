import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { type AdminWorld, createAdminWorld, unique } from './world.ts';

type Account = components['schemas']['AdminCustomerAccount'];
type Accounts = components['schemas']['AdminCustomerAccountList'];

const LOOPBACK = { uri: 'http://127.0.0.1/callback', is_default: true };
const OWN_SCHEME = { uri: 'com.example.app:/callback', is_default: false };

/** `/admin/v1/customer-accounts` */
describe('the Admin API', () => {
  let world: AdminWorld;
  beforeAll(async () => {
    world = await createAdminWorld();
  });
  afterAll(() => world.server.close());

  const create = (over: object = {}) =>
    world.client.call<Account>('createCustomerAccount', {
      body: { code: unique('a'), name: 'Acme', ...over },
    });

  describe('customer accounts', () => {
    it('are created enabled, without a connection, with a Location', async () => {
      const { body, headers } = await create({ redirect_uris: [OWN_SCHEME, LOOPBACK] });
      expect(body).toMatchObject({ enabled: true, connection_kind: null });
      expect(body.redirect_uris).toEqual([OWN_SCHEME, LOOPBACK]);
      expect(headers['location']).toBe(`/admin/v1/customer-accounts/${body.id}`);
      const path = { id: body.id };
      expect((await world.client.call('getCustomerAccount', { path })).body).toEqual(body);
    });

    it('have a unique code', async () => {
      const { body } = await create();
      const refused = await world.client.refused('createCustomerAccount', {
        body: { code: body.code, name: 'Other' },
      });
      expect(refused).toMatchObject({
        code: 'already_exists',
        message: `body.code: there is a customer account with the code ${body.code} already.`,
      });
      const missing = await world.client.refused('createCustomerAccount', { body: {} });
      expect(missing.code).toBe('missing_parameters');
    });

    it.each([
      ['http://example.com/', 'with plain http elsewhere'],
      ['https://localhost/', 'with https on loopback'],
      ['https://user@example.com/', 'user-info'],
      ['https://example.com/#there', 'with a fragment'],
      ['myapp:/callback', 'with a scheme that anybody may use'],
      ['javascript:alert(1)', 'with a script'],
      ['/callback', 'without a host'],
      ['https://example.com/é', 'with characters that need percent-encoding'],
    ])('refuse the redirect URI %s: %s', async (uri) => {
      const redirect_uris = [LOOPBACK, { uri }];
      const body = { code: unique('a'), name: 'Acme', redirect_uris };
      const { code, message } = await world.client.refused('createCustomerAccount', { body });
      expect(code).toBe('validation_error');
      expect(message).toMatch(/^body\.redirect_uris\.1\.uri must be https, /);
    });

    it('accept a redirect URI of the maximum length', async () => {
      // Not to be made smaller by compression: an index of PostgreSQL has no room for three bytes a letter.
      const letters = (first: string) =>
        Array.from(randomBytes(2_028), (byte) =>
          String.fromCodePoint((first.codePointAt(0) ?? 0) + (byte % 26)),
        ).join('');
      const long = `https://example.com/${letters('a')}`;
      expect((await create({ redirect_uris: [{ uri: long }] })).status).toBe(201);
      const wide = `https://example.com/${letters('一')}`;
      const body = { code: unique('a'), name: 'Acme', redirect_uris: [{ uri: wide }] };
      const { code } = await world.client.refused('createCustomerAccount', { body });
      expect(code).toBe('validation_error');
    });

    it('refuse a repeated redirect URI and a second default', async () => {
      const { body } = await create();
      const message = async (...redirect_uris: object[]) =>
        (
          await world.client.refused('updateCustomerAccount', {
            path: { id: body.id },
            body: { redirect_uris },
          })
        ).message;
      expect(await message(LOOPBACK, { uri: LOOPBACK.uri })).toBe(
        'body.redirect_uris.1.uri is repeated',
      );
      expect(await message(LOOPBACK, { ...OWN_SCHEME, is_default: true })).toBe(
        'body.redirect_uris.1.is_default: redirect_uris.0 is the default already',
      );
    });

    it('change only in the named fields; redirect URIs are replaced as a whole', async () => {
      const { body } = await create({ redirect_uris: [LOOPBACK] });
      const path = { id: body.id };
      const update = async (changes: object) =>
        (await world.client.call<Account>('updateCustomerAccount', { path, body: changes })).body;
      const renamed = await update({ name: 'Acme Corporation' });
      expect(renamed).toEqual({
        ...body,
        name: 'Acme Corporation',
        updated_at: renamed.updated_at,
      });
      expect((await update({ redirect_uris: [OWN_SCHEME] })).redirect_uris).toEqual([OWN_SCHEME]);
      expect((await update({ redirect_uris: [] })).redirect_uris).toEqual([]);
      const refused = await world.client.refused('updateCustomerAccount', { path, body: {} });
      expect(refused.code).toBe('validation_error');
    });

    it('are deleted with everything that belongs to them, unless they were used', async () => {
      const { id } = await world.make.unusedAccount();
      expect((await world.client.call('deleteCustomerAccount', { path: { id } })).status).toBe(204);
      expect((await world.client.refused('getConnection', { path: { id } })).code).toBe(
        'not_found',
      );

      const { id: withCustomer } = await world.make.account();
      const { id: signedIn } = await world.make.unusedAccount();
      const identity = { id: unique('i'), customerAccountId: signedIn, email: 'a@acme.test' };
      await world.server.store.identities.record(identity, 'subject', world.server.clock.now());
      for (const used of [withCustomer, signedIn]) {
        const refused = await world.client.refused('deleteCustomerAccount', { path: { id: used } });
        expect(refused.code).toBe('in_use');
      }
    });

    it('are listed with filters, also by their sign-in method', async () => {
      const { body } = await create({ enabled: false });
      const { id: connected } = await world.make.account();
      const list = async (query: Record<string, string | boolean>) =>
        (await world.client.call<Accounts>('listCustomerAccounts', { query })).body.items;
      expect(await list({ code: body.code })).toEqual([body]);
      const disabled = await list({ enabled: false });
      expect(disabled.every(({ enabled }) => !enabled)).toBe(true);
      expect(disabled).toContainEqual(body);
      for (const [kind, found, id] of [
        ['none', null, body.id],
        ['password', 'password', connected],
      ] as const) {
        const items = await list({ connection_kind: kind });
        expect(items.every((one) => one.connection_kind === found)).toBe(true);
        expect(items.map((one) => one.id)).toContain(id);
      }
      expect(await list({ connection_kind: 'oidc' })).toEqual([]);
    });
  });
});
