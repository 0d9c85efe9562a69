import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { type AdminClient, createAdminClient } from '../../support/admin-client.ts';
import { createWorld, fieldsAfterSignIn, newKeyLicense, signIn, type World } from '../world.ts';

type Entry = components['schemas']['AuditEntry'];
type Entries = components['schemas']['AuditEntryList'];

/** `/admin/v1/audit`: what the License API and the sign-in pages leave there */
export function describeAudit(): void {
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
    it('tells of activations and releases, with who and from where', async () => {
      const { id, fields } = await newKeyLicense(world);
      const body = { ...fields, hardware_id: randomUUID() };
      const activated = await world.client.call('activateLicense', { body });
      await world.client.call('deactivateLicense', { body });
      const [release, activation] = await entries({ subject_kind: 'license', subject_id: id });
      expect(activation).toMatchObject({
        ...{ action: 'activateLicense', outcome: 'done', code: null },
        ...{ actor_kind: 'api_key', actor_id: String(world.apiKey.id) },
        actor_name: world.apiKey.name,
        request_id: activated.headers['x-request-id'],
        detail: { product: fields.product, hardware_id: body.hardware_id },
      });
      expect(release).toMatchObject({ action: 'deactivateLicense', outcome: 'done' });
    });

    it('tells of refusals, with their code and without the credential', async () => {
      const hardware_id = randomUUID();
      const body = { product: world.keyProduct.code, license_key: 'GUESSED-KEY', hardware_id };
      await world.client.refused('activateLicense', { body });
      const [entry] = await entries({ action: 'activateLicense', outcome: 'refused' });
      expect(entry).toMatchObject({
        code: 'license_not_found',
        detail: { product: world.keyProduct.code, hardware_id },
      });
      expect(JSON.stringify(entry)).not.toContain('GUESSED');
    });

    it('names the license that was found in vain', async () => {
      const { id, fields } = await newKeyLicense(world, { maxActivations: 1 });
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

    it('has no row for what does not fit the License API', async () => {
      const before = await entries({ limit: 1 });
      const body = { product: world.keyProduct.code, license_key: 'X', hardware_id: 1 };
      await world.client.refused('activateLicense', { body });
      expect(await entries({ limit: 1 })).toEqual(before);
    });

    it('tells of sign-ins, done and refused', async () => {
      await fieldsAfterSignIn(world, 'code');
      const [done] = await entries({ action: 'signIn' });
      expect(done).toMatchObject({
        ...{ outcome: 'done', actor_kind: 'license_user', actor_id: world.person.email },
        ...{ subject_kind: 'customer_account', subject_id: world.account.id },
      });
      const stranger = { ...world.person, password: 'wrong' };
      await signIn(world, { person: stranger }).catch(() => undefined);
      const [refused] = await entries({ action: 'signIn', outcome: 'refused' });
      expect(refused).toMatchObject({ actor_id: world.person.email, actor_name: null });
      expect(JSON.stringify(await entries())).not.toContain(world.person.password);
    });

    it('is found by time', async () => {
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
}
