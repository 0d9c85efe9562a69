import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { fields } from '../../../generated/fields.ts';
import { isPolicyTerm } from '../../../src/rules/license-policy.ts';
import { termFields } from '../../../src/rules/license-terms.ts';
import { type AdminWorld, createAdminWorld, unique } from './world.ts';

type Schemas = components['schemas'];
type Policy = Schemas['AdminLicensePolicy'];
type License = Schemas['AdminLicense'];

/** `/admin/v1/license-policies` */
describe('license policies', () => {
  let world: AdminWorld;
  beforeAll(async () => {
    world = await createAdminWorld();
  });
  afterAll(() => world.server.close());

  const newProduct = () => world.make.product({ authorization_method: 'license-key' });
  const create = async (productId: number, terms: object, over: object = {}) => {
    const body = { product_id: productId, code: unique('p'), name: 'Pro', terms, ...over };
    return (await world.client.call<Policy>('createLicensePolicy', { body })).body;
  };
  const update = async ({ id }: Policy, body: object) =>
    (await world.client.call<Policy>('updateLicensePolicy', { path: { id }, body: { ...body } }))
      .body;
  const refusal = async (productId: number, terms: object, over: object = {}) => {
    const body = { product_id: productId, code: unique('p'), name: 'Pro', terms, ...over };
    const { code, message } = await world.client.refused('createLicensePolicy', { body });
    return `${code} ${message}`;
  };
  const issue = async (body: object) =>
    (await world.client.call<License>('createLicense', { body: { ...body } })).body;

  it('are created, changed term by term, listed and deleted', async () => {
    const { id: productId, code: product } = await newProduct();
    const made = await create(productId, { license_type: 'subscription', max_activations: 5 });
    expect(made).toMatchObject({
      product_id: productId,
      product_code: product,
      name: 'Pro',
      default_for_trials: false,
      terms: { license_type: 'subscription', max_activations: 5 },
    });
    const changed = await update(made, { name: 'Team', terms: { max_activations: null } });
    expect(changed).toMatchObject({
      name: 'Team',
      terms: { license_type: 'subscription', max_activations: null },
    });
    const query = { product_id: String(productId), code: made.code };
    const list = await world.client.call('listLicensePolicies', { query });
    expect(list.body).toEqual({ items: [changed], total: 1, next_cursor: null });
    await world.client.call('deleteLicensePolicy', { path: { id: made.id } });
    const { code } = await world.client.refused('getLicensePolicy', { path: { id: made.id } });
    expect(code).toBe('not_found');
  });

  it('have codes that are unique in their product', async () => {
    const [one, other] = [await newProduct(), await newProduct()];
    const { code } = await create(one.id, { max_activations: 2 });
    expect(await refusal(one.id, { max_activations: 2 }, { code })).toBe(
      `already_exists body.code: the product ${one.code} has a policy ${code} already.`,
    );
    expect((await create(other.id, { max_activations: 2 }, { code })).code).toBe(code);
  });

  it('refuse what licenses of the product cannot have', async () => {
    const { id } = await newProduct();
    expect(await refusal(1, { max_activations: 2 })).toContain('body.product_id');
    expect(await refusal(id, {})).toMatch(/^validation_error/);
    expect(await refusal(id, { grace_hours: 2 })).toBe(
      'validation_error body.terms.grace_hours: only a subscription can have grace hours',
    );
    expect(await refusal(id, { max_license_users: 2 })).toContain('body.terms.max_license_users');
    expect(await refusal(id, { valid_days: 2 })).toContain('body.terms.valid_days');
    expect(await refusal(id, { max_activations: 0 })).toContain('body.terms.max_activations');
    expect(await refusal(id, { nothing: 1 })).toContain('nothing is not a parameter');
    for (const [name, value] of [
      ['valid_until', '2030-01-01'],
      ['starts_at', '2030-01-01'],
      ['maintenance_until', '2030-01-01'],
      ['order_store_id', 'A'],
      ['customer_id', 1],
    ] as const) {
      expect(await refusal(id, { license_type: 'subscription', [name]: value })).toBe(
        `validation_error body.terms.${name}: belongs to a license, not to a policy`,
      );
    }
  });

  it('may lack the end that licenses need', async () => {
    const { id } = await newProduct();
    for (const terms of [{ license_type: 'time-limited' }, { is_trial: true }]) {
      expect((await create(id, terms)).terms).toEqual(terms);
    }
  });

  it('can set every term of a license, except those of one license', () => {
    const names = Object.keys(termFields).filter(isPolicyTerm);
    expect(names).toEqual(expect.arrayContaining(['max_activations', 'valid_days', 'metadata']));
    for (const name of names) expect(fields.LicenseChanges).toHaveProperty([name]);
    expect(Object.keys(termFields).length - names.length).toBe(5);
  });

  describe('the default for trials', () => {
    it('is one policy of a product, the last that was made it', async () => {
      const [{ id }, other] = [await newProduct(), await newProduct()];
      const trial = { terms: { is_trial: true, valid_days: 7 }, default_for_trials: true };
      const elsewhere = await create(other.id, trial.terms, trial);
      const first = await create(id, trial.terms, trial);
      const second = await create(id, trial.terms);
      const get = async (policy: Policy) =>
        (await world.client.call<Policy>('getLicensePolicy', { path: { id: policy.id } })).body
          .default_for_trials;
      expect([await get(first), await get(second)]).toEqual([true, false]);
      await update(second, { default_for_trials: true });
      expect([await get(first), await get(second)]).toEqual([false, true]);
      expect(await get(elsewhere)).toBe(true);
      await update(second, { default_for_trials: false });
      expect([await get(first), await get(second)]).toEqual([false, false]);
    });

    it('is one when two are made it at the same time', async () => {
      const { id } = await newProduct();
      const policies = await Promise.all(
        Array.from({ length: 6 }, () => create(id, { is_trial: true, valid_days: 7 })),
      );
      const calls = policies.map((policy) =>
        world.client.call('updateLicensePolicy', {
          path: { id: policy.id },
          body: { default_for_trials: true },
        }),
      );
      await Promise.all(calls);
      const query = { product_id: String(id), default_for_trials: 'true' };
      const { body } = await world.client.call<{ total: number }>('listLicensePolicies', { query });
      expect(body.total).toBe(1);
    });

    it('needs is_trial', async () => {
      const { id } = await newProduct();
      expect(await refusal(id, { valid_days: 7 }, { default_for_trials: true })).toBe(
        'validation_error body.default_for_trials: only a policy with is_trial can be the default for trials',
      );
      const made = await create(id, { is_trial: true }, { default_for_trials: true });
      const { code } = await world.client.refused('updateLicensePolicy', {
        path: { id: made.id },
        body: { terms: { is_trial: false } },
      });
      expect(code).toBe('validation_error');
    });
  });

  describe('a license that is issued with one', () => {
    const terms = {
      license_type: 'subscription',
      grace_hours: 72,
      max_activations: 5,
      allow_transfers: false,
      metadata: { tier: 2 },
      note: 'from a policy',
    };

    it('takes from it what is not named', async () => {
      const { id } = await newProduct();
      const { code } = await create(id, terms);
      expect(await issue({ product_id: id, license_policy: code })).toMatchObject(terms);
    });

    it('has what is named for it, also a default, null or false', async () => {
      const { id } = await newProduct();
      const { code } = await create(id, { ...terms, enabled: false });
      const named = {
        max_activations: null,
        grace_hours: 0,
        allow_transfers: true,
        metadata: {},
        note: '',
        enabled: true,
        valid_until: '2030-01-01T00:00:00.000Z',
      };
      const license = await issue({ product_id: id, license_policy: code, ...named });
      expect(license).toMatchObject({ ...named, license_type: 'subscription' });
    });

    it('keeps it when the policy changes, and when it is deleted', async () => {
      const { id } = await newProduct();
      const policy = await create(id, terms);
      const license = await issue({ product_id: id, license_policy: policy.code });
      await update(policy, { terms: { max_activations: 99 } });
      await world.client.call('deleteLicensePolicy', { path: { id: policy.id } });
      const { body } = await world.client.call('getLicense', { path: { id: license.id } });
      expect(body).toEqual(license);
    });

    it('is refused without the end that the policy leaves open', async () => {
      const { id } = await newProduct();
      const { code } = await create(id, { license_type: 'time-limited' });
      const body = { product_id: id, license_policy: code };
      const { message } = await world.client.refused('createLicense', { body });
      expect(message).toContain('needs an end');
      expect((await issue({ ...body, valid_days: 30 })).valid_days).toBe(30);
    });

    it('is refused with a policy of another product', async () => {
      const [one, other] = [await newProduct(), await newProduct()];
      const { code } = await create(other.id, terms);
      const body = { product_id: one.id, license_policy: code };
      const refused = await world.client.refused('createLicense', { body });
      expect(refused.message).toBe(
        `body.license_policy: the product ${one.code} has no license policy ${code}`,
      );
    });

    it('names it in the audit log', async () => {
      const { id } = await newProduct();
      const { code } = await create(id, terms);
      const license = await issue({ product_id: id, license_policy: code });
      const { items } = await world.server.store.audit.list(
        { subjectKind: 'license', subjectId: license.id },
        { limit: 1 },
      );
      expect(items[0]?.detail).toMatchObject({ license_policy: code });
    });
  });

  it('are deleted with their product', async () => {
    const { id } = await newProduct();
    const policy = await create(id, { max_activations: 2 });
    await world.client.call('deleteProduct', { path: { id } });
    const { code } = await world.client.refused('getLicensePolicy', { path: { id: policy.id } });
    expect(code).toBe('not_found');
  });

  it('have their code in the audit log', async () => {
    const { id } = await newProduct();
    const { id: policyId, code } = await create(id, { max_activations: 2 });
    const query = { subject_kind: 'license_policy', subject_id: String(policyId) };
    const { body } = await world.client.call('listAuditEntries', { query });
    expect(body).toMatchObject({
      items: [{ action: 'createLicensePolicy', subject_name: code }],
    });
  });
});
