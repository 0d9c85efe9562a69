import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { components } from '../../../generated/openapi.d.ts';
import { type AdminWorld, createAdminWorld, newLicense } from './world.ts';

type Result = components['schemas']['SearchResult'];
type Client = components['schemas']['AdminOAuthClient'];
type List = { items: { id: number }[]; total: number };

/** `/admin/v1/search`, and `q` of the lists */
describe('the Admin API', () => {
  let world: AdminWorld;
  beforeAll(async () => {
    world = await createAdminWorld();
  });
  afterAll(() => world.server.close());

  const search = async (q: string, query: Record<string, string | number> = {}) =>
    (await world.client.call<Result>('getMatches', { query: { q, ...query } })).body;
  const found = async (q: string) =>
    (await search(q)).items.map(({ kind, name }) => `${kind} ${name}`);
  const make = async (operationId: string, body: object) =>
    (await world.client.call<{ id: number }>(operationId, { body: { ...body } })).body.id;
  const change = (operationId: string, id: number, body: object) =>
    world.client.call(operationId, { path: { id }, body: { ...body } });

  describe('a search', () => {
    it('finds everything by a part of its name', async () => {
      await make('createCustomer', { email: 'it@musterbau.test', company_name: 'Kunde 007 GmbH' });
      await make('createCustomer', {
        email: 'b@c.test',
        first_name: 'Nora',
        last_name: 'Nordberg',
      });
      await make('createCustomer', { email: 'd@c.test', reference: 'SAP/4711-x' });
      await make('createLicenseUser', { email: 'zoe@musterbau.test', first_name: 'Zoe' });
      await make('createCustomerAccount', { code: 'musterbau', name: 'Musterbau AG' });
      await make('createProduct', {
        code: 'planer-3',
        name: 'Planer',
        authorization_method: 'user',
      });
      await make('createApiKey', { name: 'Planer for desktops' });
      const product_ids = [(await world.make.product()).id];
      const bundle = { code: 'planer-all', name: 'Every Planer', authorization_method: 'user' };
      await make('createBundle', { ...bundle, product_ids });
      const { body: client } = await world.client.call<Client>('createOAuthClient', {
        body: { name: 'Planer in the cloud' },
      });
      expect(await found('nde 007')).toEqual(['customer it@musterbau.test']);
      expect(await found('Nora Nord')).toEqual(['customer b@c.test']);
      expect(await found('4711')).toEqual(['customer d@c.test']);
      expect(await found('usterbau')).toEqual([
        ...['license_user zoe@musterbau.test', 'customer it@musterbau.test'],
        'customer_account musterbau',
      ]);
      expect(await found('PLANER')).toEqual([
        ...['product planer-3', 'bundle planer-all', 'api_key Planer for desktops'],
        'oauth_client Planer in the cloud',
      ]);
      expect(await found('every plan')).toEqual(['bundle planer-all']);
      expect((await search(client.client_id.slice(3, -3))).items).toEqual([
        {
          kind: 'oauth_client',
          id: client.id,
          name: 'Planer in the cloud',
          description: client.client_id,
          license_id: null,
        },
      ]);
    });

    it('ignores case and accents', async () => {
      await make('createCustomer', { email: 'e@c.test', company_name: 'Müller & Cafè Söhne' });
      for (const q of ['müller', 'MULLER', 'Mu\u0308ller', 'cafe so', 'CAFÈ SÖ', '& cafe']) {
        expect({ q, found: await found(q) }).toEqual({ q, found: ['customer e@c.test'] });
      }
      expect(await found('muller  cafe')).toEqual([]);
    });

    it('has no wildcards', async () => {
      const signs = `100% "sure" _under* (OR) a'b -x:y ${randomUUID()}`;
      await make('createCustomer', { email: 'signs@c.test', company_name: signs });
      for (const q of ['100%', '"sure"', '_under*', '(OR)', "a'b", '-x:y']) {
        expect({ q, found: await found(q) }).toEqual({ q, found: ['customer signs@c.test'] });
      }
      for (const q of ['1%0', '"sur"', '_nder*', 'OR OR', '%%%', '___']) {
        expect({ q, found: await found(q) }).toEqual({ q, found: [] });
      }
    });

    it('finds licenses and devices by the beginning of license keys, orders and hardware IDs', async () => {
      const { id: product_id } = await world.make.product({ authorization_method: 'license-key' });
      const order_store_id = 'SHOP-2026-001042';
      const license_key = 'QWER-TZUI-OPAS-DFGH';
      const id = await make('createLicense', { product_id, order_store_id, license_key });
      const hardwareId = 'HWID-7f0c3a52';
      await world.make.device({
        productId: product_id,
        holder: { licenseKey: license_key },
        hardwareId,
      });
      for (const q of ['qwer-tz', 'QWER-TZUI-OPAS-DFGH', 'shop-2026-0010']) {
        expect(await found(q)).toEqual([`license ${license_key}`]);
      }
      const { items } = await search('hwid-7F0');
      expect(items).toMatchObject([{ kind: 'device', name: hardwareId, license_id: id }]);
    });

    it('finds devices by their own names', async () => {
      const { id, devices } = await newLicense(world, 1);
      const { store } = world.server;
      const device = await store.devices.find(id, devices[0] ?? 0);
      if (device === undefined) throw new Error('there is no such device');
      const report = { fields: { hostname: 'BÜRO-"17"', os_ver: 'Windows' }, variables: {} };
      await store.seats.updateDevice(device, report, new Date());
      expect(await found('büro-')).toEqual(['device device-0']);
      expect((await search('büro-')).items).toMatchObject([{ description: 'BÜRO-"17"' }]);
      expect(await found('windows')).toEqual([]);
    });

    it('includes changes and excludes deleted resources at once', async () => {
      const id = await make('createCustomer', { email: 'f@c.test', company_name: 'Altmann' });
      await change('updateCustomer', id, { company_name: 'Neumann' });
      expect(await found('altmann')).toEqual([]);
      expect(await found('neumann')).toEqual(['customer f@c.test']);
      await make('createOAuthClient', { name: 'Neumann & Co', customer_id: id });
      expect(await found('neumann')).toHaveLength(2);
      await world.client.call('deleteCustomer', { path: { id } });
      expect(await found('neumann')).toEqual([]);
    });

    it('returns the newest of each kind, and which kinds have more', async () => {
      for (let index = 0; index < 3; index += 1) {
        await make('createLicenseUser', { email: `many-${index}@more.test` });
      }
      const { items, more } = await search('@more.test', { limit: 2 });
      expect(items.map(({ name }) => name)).toEqual(['many-2@more.test', 'many-1@more.test']);
      expect(more).toEqual(['license_user']);
      expect((await search('@more.test', { limit: 3 })).more).toEqual([]);
      expect((await search('@more.test', { kind: 'customer' })).items).toEqual([]);
    });

    it('requires three characters, not counting accents', async () => {
      for (const q of ['ab', 'a\u0301b', '   ab  ', '\0ab']) {
        expect(await world.client.refused('getMatches', { query: { q } })).toMatchObject({
          code: 'validation_error',
        });
      }
      const { code } = await world.client.refused('getMatches', { query: {} });
      expect(code).toBe('missing_parameters');
      expect((await world.client.refused('listCustomers', { query: { q: '  a' } })).code).toBe(
        'validation_error',
      );
    });
  });

  describe('the parameter find of lists', () => {
    it('filters by a contained text, with pages and other filters', async () => {
      const { id: account } = await world.make.account();
      const ids: number[] = [];
      for (const [index, customer_account_id] of [account, account, null, account].entries()) {
        const company_name = `Paged Partners ${index}`;
        ids.push(
          await make('createCustomer', { email: 'g@c.test', company_name, customer_account_id }),
        );
      }
      const list = async (query: Record<string, string | number>) =>
        (await world.client.call<List & { next_cursor: string | null }>('listCustomers', { query }))
          .body;
      const q = 'paged partner';
      expect((await list({ q })).items.map(({ id }) => id)).toEqual(ids.toReversed());
      const first = await list({ q, customer_account_id: account, limit: 2 });
      expect(first).toMatchObject({ total: 3, items: [{ id: ids[3] }, { id: ids[1] }] });
      const second = await list({
        q,
        customer_account_id: account,
        limit: 2,
        cursor: first.next_cursor ?? '',
      });
      expect(second).toMatchObject({ total: 3, items: [{ id: ids[0] }], next_cursor: null });
    });

    it.each([
      'listProducts',
      'listCustomerAccounts',
      'listLicenses',
      'listLicenseUsers',
      'listApiKeys',
      'listBundles',
      'listOAuthClients',
    ])('of %s returns nothing when nothing contains the text', async (operationId) => {
      const query = { q: 'nobody has this' };
      const { body } = await world.client.call<List>(operationId, { query });
      expect(body).toMatchObject({ items: [], total: 0 });
    });

    it('filters the devices of a license by their names', async () => {
      const { id } = await newLicense(world, 3);
      const call = { path: { id }, query: { q: 'DEVICE-1' } };
      const { body } = await world.client.call<List>('listDevices', call);
      expect(body).toMatchObject({ total: 1, items: [{ hardware_id: 'device-1' }] });
    });
  });
});
