import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { newLicenseKey } from '../../../src/rules/license-key.ts';
import { type AdminClient, createAdminClient } from '../../support/admin-client.ts';
import {
  createWorld,
  fieldsAfterSignIn,
  later,
  newKeyLicense,
  newPerson,
  PAST,
  signIn,
  type World,
} from '../world.ts';
import { newLicense } from './world.ts';

type Entry = components['schemas']['AuditEntry'];
type Entries = components['schemas']['AuditEntryList'];

/** `/admin/v1/audit`: what the License API and the sign-in pages leave there */
describe('the Admin API', () => {
  let world: World;
  let admin: AdminClient;
  beforeAll(async () => {
    world = await createWorld();
    admin = await createAdminClient(world.server);
  });
  afterAll(() => world.server.close());

  const entries = async (query: Record<string, string | number> = {}): Promise<Entry[]> =>
    (await admin.call<Entries>('listAuditEntries', { query })).body.items;

  describe('the audit log', () => {
    it('has activations and releases with caller and address', async () => {
      const { id, fields } = await newKeyLicense(world);
      const body = { ...fields, hardware_id: randomUUID() };
      const activated = await world.client.call('activateLicense', { body });
      await world.client.call('deactivateLicense', { body });
      const [release, activation] = await entries({ subject_kind: 'license', subject_id: id });
      expect(activation).toMatchObject({
        action: 'activateLicense',
        outcome: 'done',
        code: null,
        actor_kind: 'api_key',
        actor_id: String(world.apiKey.id),
        actor_name: world.apiKey.name,
        request_id: activated.headers['x-request-id'],
        ...fields,
        hardware_id: body.hardware_id,
        subject_name: fields.license_key,
      });
      expect(release).toMatchObject({ action: 'deactivateLicense', outcome: 'done' });
    });

    it('has refusals with their code and what was sent', async () => {
      const hardware_id = randomUUID();
      const body = { product: world.keyProduct.code, license_key: 'GUESSED-KEY', hardware_id };
      await world.client.refused('activateLicense', { body });
      const [entry] = await entries({ action: 'activateLicense', outcome: 'refused' });
      expect(entry).toMatchObject({
        code: 'license_not_found',
        ...body,
        detail: { message: 'License with the provided license_key not found.' },
      });
    });

    it('has one entry for a repeated refusal', async () => {
      const hardware_id = randomUUID();
      const body = { product: world.keyProduct.code, license_key: 'ASKED-AGAIN', hardware_id };
      for (let time = 0; time < 3; time += 1) {
        await world.client.refused('activateLicense', { body });
      }
      expect(await entries({ hardware_id })).toMatchObject([
        { code: 'license_not_found', repeated: 2, license_key: 'ASKED-AGAIN' },
      ]);
    });

    it('finds a license key however it was typed', async () => {
      const { id, fields } = await newKeyLicense(world, { license_key: newLicenseKey() });
      const { license_key } = fields;
      await admin.call('updateLicense', { path: { id }, body: { enabled: false } });
      const typed = ` ${license_key.toLowerCase().replaceAll('-', ' \u2013 ')}`;
      const body = { ...fields, license_key: typed, hardware_id: randomUUID() };
      await world.client.refused('activateLicense', { body });
      for (const key of [license_key, typed]) {
        const query = { license_key: key, outcome: 'refused' };
        expect(await entries(query)).toMatchObject([{ code: 'license_not_enabled', license_key }]);
      }
    });

    it('has the reason for a refusal under the address of the user, for every way to act', async () => {
      const person = await newPerson(world);
      const { id: productId, code: product } = await world.make.product();
      const { customerId } = world.account;
      const expired = { license_type: 'time-limited', valid_until: PAST } as const;
      await world.make.license({
        product_id: productId,
        customer_id: customerId,
        userId: person.id,
        ...expired,
      });
      const body = (over: object) => ({ product, hardware_id: randomUUID(), ...over });
      const attempts = [body({ username: person.email.toUpperCase(), password: person.password })];
      for (const way of ['id_token', 'access_token', 'code'] as const) {
        const query = { product };
        attempts.push(body(await fieldsAfterSignIn(world, way, { person, query })));
      }
      for (const attempt of attempts) {
        await world.client.refused('activateLicense', { body: attempt });
      }
      const found = await entries({ email: person.email, outcome: 'refused' });
      expect(found).toHaveLength(attempts.length);
      for (const [index, entry] of found.toReversed().entries()) {
        expect(entry).toMatchObject({
          action: 'activateLicense',
          code: 'license_expired',
          product,
          email: person.email,
          license_user_id: person.id,
          hardware_id: attempts[index]?.hardware_id,
          detail: { message: expect.stringContaining('expired') },
        });
      }
      const text = JSON.stringify(found);
      expect(text).not.toContain(person.password);
      for (const attempt of attempts) {
        for (const secret of ['id_token', 'code'] as const) {
          const value = (attempt as Record<string, string>)[secret];
          if (value !== undefined) expect(text).not.toContain(value);
        }
      }
    });

    it.each(['id_token', 'access_token'] as const)(
      'names the user of a %s that has expired or belongs to another product',
      async (way) => {
        const person = await newPerson(world);
        const fields = await fieldsAfterSignIn(world, way, { person });
        const hardware_id = randomUUID();
        const { code: product } = await world.make.product();
        const elsewhere = { ...fields, product, hardware_id };
        await world.client.refused('activateLicense', { body: elsewhere });
        await later(world.server, 24 * 3_600_000, () =>
          world.client.refused('activateLicense', { body: { ...fields, hardware_id } }),
        );
        const found = await entries({ email: person.email, hardware_id });
        expect(found.map(({ code, email }) => ({ code, email }))).toEqual([
          { code: 'sso_token_expired', email: person.email },
          { code: 'sso_token_invalid', email: person.email },
        ]);
        expect(found.at(-1)).toMatchObject({ detail: { reason: 'bound to another productId' } });
      },
    );

    it('has the user of a change that the vendor makes', async () => {
      const { id, userId, email, product } = await newLicense(world, 1);
      const user = { path: { id: userId } };
      const assigned = { path: { id, user_id: userId } };
      await admin.call('updateLicenseUser', { ...user, body: { first_name: 'Bob' } });
      await admin.call('setLicenseUserPassword', {
        ...user,
        body: { password: 'a very good one indeed' },
      });
      await admin.call('assignLicenseUser', { ...assigned, body: { max_activations: 3 } });
      await admin.refused('unassignLicenseUser', assigned);
      await admin.refused('deleteLicenseUser', user);
      const query = { release_devices: 'true' };
      await admin.call('unassignLicenseUser', { ...assigned, query });
      await admin.call('updateLicenseUser', { ...user, body: { email: `new-${email}` } });
      await admin.call('deleteLicenseUser', user);
      const found = await entries({ license_user_id: userId });
      expect(found.map((entry) => [entry.action, entry.code, entry.email])).toEqual([
        ['deleteLicenseUser', null, `new-${email}`],
        ['updateLicenseUser', null, `new-${email}`],
        ['unassignLicenseUser', null, email],
        ['deleteLicenseUser', 'in_use', email],
        ['unassignLicenseUser', 'in_use', email],
        ['assignLicenseUser', null, email],
        ['setLicenseUserPassword', null, email],
        ['updateLicenseUser', null, email],
      ]);
      const assignments = await entries({ email, product });
      expect(assignments.map(({ action }) => action)).toEqual([
        ...['unassignLicenseUser', 'unassignLicenseUser', 'assignLicenseUser'],
      ]);
    });

    it('has an entry for each user to whom a license is issued', async () => {
      const { id: product_id, code: product } = await world.make.product();
      const emails = [`${randomUUID()}@acme.test`, `${randomUUID()}@acme.test`];
      const users = emails.map((email) => ({ email }));
      const body = { product_id, users, create_users: true };
      await admin.call('createLicense', { body });
      for (const email of emails) {
        const found = await entries({ email });
        expect(found.map(({ action }) => action)).toEqual([
          ...['assignLicenseUser', 'createLicenseUser'],
        ]);
        expect(found[0]).toMatchObject({ product, subject_kind: 'license' });
      }
    });

    it('is filtered by license key, hardware ID, product, code and request ID', async () => {
      const { id, fields } = await newKeyLicense(world, { max_activations: 1 });
      const [first, second] = [randomUUID(), randomUUID()];
      await world.client.call('activateLicense', { body: { ...fields, hardware_id: first } });
      const refused = await world.client.call('activateLicense', {
        body: { ...fields, hardware_id: second },
      });
      await admin.call('updateLicense', { path: { id }, body: { enabled: false } });
      const found = async (query: Record<string, string>) =>
        (await entries(query)).map(({ action, outcome }) => `${action} ${outcome}`);
      const refusal = 'activateLicense refused';
      const { license_key, product } = fields;
      expect(await found({ license_key })).toEqual([
        ...['updateLicense done', refusal, 'activateLicense done'],
      ]);
      expect(await found({ hardware_id: first })).toEqual(['activateLicense done']);
      expect(await found({ hardware_id: second })).toEqual([refusal]);
      const code = 'license_activated_max_times';
      expect(await found({ license_key, product, code })).toEqual([refusal]);
      expect(await found({ license_key, product: 'other' })).toEqual([]);
      expect(await found({ request_id: String(refused.headers['x-request-id']) })).toEqual([
        ...[refusal],
      ]);
    });

    it('has names beside the IDs', async () => {
      const { id, product, productId, userId, email } = await newLicense(world);
      await admin.call('updateProduct', { path: { id: productId }, body: { name: 'New' } });
      await admin.call('updateLicenseUser', { path: { id: userId }, body: { first_name: 'Al' } });
      await admin.call('updateLicense', { path: { id }, body: { note: 'new' } });
      const account = await world.make.account();
      await admin.call('updateCustomerAccount', { path: { id: account.id }, body: { name: 'N' } });
      const { body: license } = await admin.call<{ order_store_id: string }>('getLicense', {
        path: { id },
      });
      const nameOf = async (subject_kind: string, subject_id: number) =>
        (await entries({ subject_kind, subject_id }))[0]?.subject_name;
      expect(await nameOf('product', productId)).toBe(product);
      expect(await nameOf('license_user', userId)).toBe(email);
      expect(await nameOf('license', id)).toBe(license.order_store_id);
      expect(await nameOf('customer_account', account.id)).toBe(account.code);
    });

    it('names the license that was found when the request is refused', async () => {
      const { id, fields } = await newKeyLicense(world, { max_activations: 1 });
      const body = { ...fields, hardware_id: randomUUID() };
      const other = { ...fields, hardware_id: randomUUID() };
      await world.client.refused('checkLicense', { query: other });
      await world.client.call('activateLicense', { body });
      await world.client.refused('activateLicense', { body: other });
      await world.client.refused('deactivateLicense', { body: other });
      await world.client.refused('checkLicense', { query: other });
      await admin.refused('updateLicense', {
        path: { id },
        ifMatch: '"99"',
        body: { enabled: true },
      });
      await admin.refused('deleteLicense', { path: { id } });
      const refused = { subject_kind: 'license', subject_id: id, outcome: 'refused' };
      expect((await entries(refused)).map(({ action, code }) => [action, code])).toEqual([
        ['deleteLicense', 'in_use'],
        ['updateLicense', 'precondition_failed'],
        ['checkLicense', 'device_not_found'],
        ['deactivateLicense', 'device_not_found'],
        ['activateLicense', 'license_activated_max_times'],
        ['checkLicense', 'license_not_active'],
      ]);
    });

    it('has no entry for an invalid request to the License API', async () => {
      const before = await entries({ limit: 1 });
      const body = { product: world.keyProduct.code, license_key: 'X', hardware_id: 1 };
      await world.client.refused('activateLicense', { body });
      expect(await entries({ limit: 1 })).toEqual(before);
    });

    it('has completed and refused sign-ins', async () => {
      await fieldsAfterSignIn(world, 'code');
      const [done] = await entries({ action: 'signIn', email: world.person.email });
      expect(done).toMatchObject({
        license_user_id: world.person.id,
        subject_name: world.account.code,
        outcome: 'done',
        actor_kind: 'license_user',
        actor_id: world.person.email,
        subject_kind: 'customer_account',
        subject_id: world.account.id,
      });
      const stranger = { ...world.person, password: 'wrong' };
      await signIn(world, { person: stranger }).catch(() => undefined);
      const [refused] = await entries({ action: 'signIn', outcome: 'refused' });
      expect(refused).toMatchObject({ actor_id: world.person.email, actor_name: null });
      expect(JSON.stringify(await entries())).not.toContain(world.person.password);
    });

    it('is filtered by time', async () => {
      const all = await entries({ limit: 200 });
      const at = all.at(-1)?.created_at ?? '';
      expect(await entries({ from: at, limit: 200 })).toHaveLength(all.length);
      expect(await entries({ to: at })).toEqual([]);
      for (const from of ['today', '2026-02-31T00:00:00Z', '2026-13-01T00:00:00Z']) {
        const { code, message } = await admin.refused('listAuditEntries', { query: { from } });
        expect({ code, message }).toEqual({
          code: 'validation_error',
          message: expect.stringContaining('query.from'),
        });
      }
    });
  });
});
