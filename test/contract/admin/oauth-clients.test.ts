import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { workingSecrets } from '../../../src/rules/oauth-client.ts';
import { type AdminWorld, createAdminWorld, unique } from './world.ts';

type Client = components['schemas']['AdminOAuthClient'];
type NewClient = components['schemas']['OAuthClientWithSecret'];
type Clients = components['schemas']['AdminOAuthClientList'];

const HOUR = 3_600_000;

/** `/admin/v1/oauth-clients` */
describe('the Admin API', () => {
  let world: AdminWorld;
  beforeAll(async () => {
    world = await createAdminWorld({ now: new Date('2026-03-01T12:00:00.000Z') });
  });
  afterAll(() => world.server.close());

  const create = async (over: object = {}) => {
    const body = { name: unique('client'), ...over };
    const { body: made } = await world.client.call<NewClient>('createOAuthClient', { body });
    return { made, path: { id: made.id } };
  };
  const rotate = async (path: { id: number }, body: object = {}) =>
    (await world.client.call<NewClient>('createOAuthClientSecret', { path, body })).body;
  /** The secrets that work now. */
  const secretsOf = async ({ client_id }: { client_id: string }) => {
    const known = await world.server.store.oauthClients.findByClientId(client_id);
    if (known === undefined) throw new Error(`no client ${client_id}`);
    return workingSecrets(known, world.server.clock.now()).map(({ secret }) => secret);
  };

  describe('OAuth clients', () => {
    it('are created for the company, with a secret', async () => {
      const { made, path } = await create();
      expect(made).toMatchObject({
        client_id: `auth-company-${made.id}`,
        scope: 'company',
        customer_account_id: null,
        customer_id: null,
        license_id: null,
        read_only: false,
        product_ids: null,
        revoked_at: null,
        secret_created_at: '2026-03-01T12:00:00.000Z',
        old_secret_expires_at: null,
      });
      expect(made.client_secret).toMatch(/^[\w-]{40}$/);
      expect(await secretsOf(made)).toEqual([made.client_secret]);
      const { body: shown } = await world.client.call('getOAuthClient', { path });
      expect({ ...shown, client_secret: made.client_secret }).toEqual(made);
      expect(shown).not.toHaveProperty('client_secret');
    });

    it('tell in their client ID what they are for', async () => {
      const account = await world.make.account();
      const customer_id = account.customerId;
      const { id: product_id } = await world.make.product();
      const { id: license_id } = await world.make.license({ product_id, customer_id });
      for (const [ids, scope, word] of [
        [{ customer_account_id: account.id }, 'customer_account', 'customeraccount'],
        [{ customer_id }, 'customer', 'customer'],
        [{ license_id }, 'license', 'license'],
      ] as const) {
        const { made } = await create(ids);
        expect(made).toMatchObject({ ...ids, scope, client_id: `auth-${word}-${made.id}` });
        const known = await world.server.store.oauthClients.findByClientId(made.client_id);
        const [id] = Object.values(ids);
        expect(known?.scope).toEqual({ kind: scope, id, customerAccountId: account.id });
      }
    });

    it('are for one thing only, which exists', async () => {
      const account = await world.make.account();
      const refusal = async (over: object) =>
        (await world.client.refused('createOAuthClient', { body: { name: 'Client', ...over } }))
          .message;
      expect(
        await refusal({ customer_account_id: account.id, customer_id: account.customerId }),
      ).toBe('body.customer_account_id and body.customer_id exclude each other; send one of them');
      const id = 1_000_000_000_000_001;
      expect(await refusal({ customer_account_id: id })).toBe(
        `body.customer_account_id: there is no customer account with the id ${id}`,
      );
      expect(await refusal({ customer_id: id })).toBe(
        `body.customer_id: there is no customer with the id ${id}`,
      );
      expect(await refusal({ license_id: id })).toBe(
        `body.license_id: there is no license with the id ${id}`,
      );
      expect(await refusal({ product_ids: [id] })).toBe(
        `body.product_ids.0: there is no product with the id ${id}`,
      );
    });

    it('never change what they are for', async () => {
      const { path } = await create();
      const { customerId: customer_id } = await world.make.account();
      const body = { customer_id };
      const { code } = await world.client.refused('updateOAuthClient', { path, body });
      expect(code).toBe('validation_error');
    });

    it('are updated in the named fields only', async () => {
      const product = await world.make.product();
      const { made, path } = await create({ read_only: true });
      const { client_secret, ...before } = made;
      const { body } = await world.client.call<Client>('updateOAuthClient', {
        path,
        body: { product_ids: [product.id] },
      });
      expect(body).toEqual({ ...before, product_ids: [product.id] });
      expect(await secretsOf(made)).toEqual([client_secret]);
    });

    it('keep an old secret until its grace period ends', async () => {
      const { made, path } = await create();
      const second = await rotate(path);
      expect(second.client_secret).not.toBe(made.client_secret);
      expect(second.old_secret_expires_at).toBe('2026-03-02T12:00:00.000Z');
      expect(await secretsOf(made)).toEqual([second.client_secret, made.client_secret]);
      world.server.clock.advance(24 * HOUR - 1);
      expect(await secretsOf(made)).toHaveLength(2);
      world.server.clock.advance(1);
      expect(await secretsOf(made)).toEqual([second.client_secret]);
      world.server.clock.advance(-24 * HOUR);
    });

    it('lose every old secret at once without a grace period', async () => {
      const { made, path } = await create();
      await rotate(path, { grace_hours: 48 });
      const third = await rotate(path, { grace_hours: 0 });
      expect(await secretsOf(made)).toEqual([third.client_secret]);
      // Nor does a later rotation bring one back.
      const fourth = await rotate(path, { grace_hours: 1 });
      expect(await secretsOf(made)).toEqual([fourth.client_secret, third.client_secret]);
    });

    it('keep the earlier end of a secret that was rotated before', async () => {
      const { made, path } = await create();
      await rotate(path, { grace_hours: 1 });
      await rotate(path, { grace_hours: 48 });
      expect(await secretsOf(made)).toHaveLength(3);
      world.server.clock.advance(HOUR);
      expect(await secretsOf(made)).toHaveLength(2);
      world.server.clock.advance(-HOUR);
    });

    it('get one new secret from two rotations of the same revision at once', async () => {
      const { made, path } = await create();
      const call = { path, body: {}, ifMatch: '"1"' };
      const replies = await Promise.all(
        [1, 2].map(() => world.client.call('createOAuthClientSecret', call)),
      );
      expect(replies.map(({ status }) => status).sort()).toEqual([201, 412]);
      expect(await secretsOf(made)).toHaveLength(2);
    });

    it('refuse a grace period that is negative, or longer than a year', async () => {
      const { path } = await create();
      for (const grace_hours of [-1, 8_761, 0.5, '1', null]) {
        const call = { path, body: { grace_hours } };
        const { code } = await world.client.refused('createOAuthClientSecret', call);
        expect(code).toBe('validation_error');
      }
    });

    it('have no working secret after they are revoked, for good', async () => {
      const { made, path } = await create();
      const { body } = await world.client.call<Client>('revokeOAuthClient', { path });
      expect(body.revoked_at).toBe('2026-03-01T12:00:00.000Z');
      expect(await secretsOf(made)).toEqual([]);
      const again = await world.client.call<Client>('revokeOAuthClient', { path });
      expect(again.body).toEqual(body);
      await rotate(path);
      expect(await secretsOf(made)).toEqual([]);
    });

    it('are deleted with the license, the customer or the account that they are for', async () => {
      const account = await world.make.unusedAccount();
      const customer_id = await world.make.customer(null);
      const { id: product_id } = await world.make.product();
      const { id: license_id } = await world.make.license({ product_id });
      for (const [ids, operationId] of [
        [{ customer_account_id: account.id }, 'deleteCustomerAccount'],
        [{ customer_id }, 'deleteCustomer'],
        [{ license_id }, 'deleteLicense'],
      ] as const) {
        const { made, path } = await create({ ...ids, product_ids: [product_id] });
        const [id = 0] = Object.values(ids);
        expect((await world.client.call(operationId, { path: { id } })).status).toBe(204);
        expect((await world.client.refused('getOAuthClient', { path })).code).toBe('not_found');
        const found = await world.server.store.oauthClients.findByClientId(made.client_id);
        expect(found).toBeUndefined();
      }
      const path = { id: product_id };
      expect((await world.client.call('deleteProduct', { path })).status).toBe(204);
    });

    it('keep the products that they are limited to', async () => {
      const { id } = await world.make.product();
      await create({ product_ids: [id] });
      const { code } = await world.client.refused('deleteProduct', { path: { id } });
      expect(code).toBe('in_use');
    });

    it('are listed with filters', async () => {
      const account = await world.make.account();
      const product = await world.make.product();
      const { id: license_id } = await world.make.license({ product_id: product.id });
      const all = (await create()).made;
      const ofAccount = (await create({ customer_account_id: account.id })).made;
      const ofCustomer = (await create({ customer_id: account.customerId })).made;
      const ofLicense = (await create({ license_id })).made;
      const limited = (await create({ product_ids: [product.id] })).made;
      const elsewhere = (await create({ product_ids: [(await world.make.product()).id] })).made;
      await world.client.call('revokeOAuthClient', { path: { id: elsewhere.id } });
      const list = async (query: Record<string, string | number | boolean>) =>
        (
          await world.client.call<Clients>('listOAuthClients', { query: { ...query, limit: 200 } })
        ).body.items.map(({ id }) => id);
      expect(await list({ name: all.name })).toEqual([all.id]);
      expect(await list({ client_id: all.client_id })).toEqual([all.id]);
      expect(await list({ customer_account_id: account.id })).toEqual([ofAccount.id]);
      expect(await list({ customer_id: account.customerId })).toEqual([ofCustomer.id]);
      expect(await list({ license_id })).toEqual([ofLicense.id]);
      const licenses = await list({ scope: 'license' });
      expect(licenses).toContain(ofLicense.id);
      expect(licenses).not.toContain(ofCustomer.id);
      const good = await list({ product_id: product.id });
      expect(good).toEqual(expect.arrayContaining([all.id, limited.id]));
      expect(good).not.toContain(elsewhere.id);
      expect(await list({ revoked: true })).toContain(elsewhere.id);
      expect(await list({ revoked: false })).not.toContain(elsewhere.id);
    });

    it('show a secret once, and again only to a repeated request of the same token', async () => {
      const once = { body: { name: unique('client') }, idempotencyKey: unique('once') };
      const { body: made } = await world.client.call<NewClient>('createOAuthClient', once);
      const { body: again } = await world.client.call<NewClient>('createOAuthClient', once);
      expect(again.client_secret).toBe(made.client_secret);
      const path = { id: made.id };
      const rotation = { path, body: {}, idempotencyKey: unique('once') };
      const [rotated, repeated] = [
        await world.client.call<NewClient>('createOAuthClientSecret', rotation),
        await world.client.call<NewClient>('createOAuthClientSecret', rotation),
      ];
      expect(repeated.body).toEqual(rotated.body);
      const answers = [
        await world.client.call('getOAuthClient', { path }),
        await world.client.call('updateOAuthClient', { path, body: { name: 'Another' } }),
        await world.client.call('listOAuthClients', { query: { limit: 200 } }),
        await world.client.call('revokeOAuthClient', { path }),
        await world.client.call('listAuditEntries', { query: { limit: 200 } }),
      ];
      const shown = JSON.stringify([answers, world.server.logs]);
      expect(shown).not.toContain(made.client_secret);
      expect(shown).not.toContain(rotated.body.client_secret);
    });
  });
});
