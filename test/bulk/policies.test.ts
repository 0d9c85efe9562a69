import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newSecretKey } from '../../src/security/secret-key.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { build } from '../support/build.ts';
import { importText } from '../support/bulk.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { sealingWith } from '../support/sealing.ts';

describe('an import of license policies', () => {
  let database: TestDatabase;
  let store: Store;
  beforeEach(async () => {
    database = await createDatabase();
    store = await openStore(database.database, { sealing: sealingWith(newSecretKey()) });
    await build(store).product({ code: 'plugin', authorization_method: 'license-key' });
    await build(store).product({ code: 'desktop' });
  });
  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  type Options = NonNullable<Parameters<typeof importText>[3]>;
  const update = { update: true };
  const policy = (code: string, more: object = {}) => ({
    product: 'plugin',
    code,
    name: code,
    terms: { is_trial: true, valid_days: 14 },
    ...more,
  });
  const put = (rows: readonly object[], options: Options = {}) =>
    importText(store, 'policies', rows.map((row) => JSON.stringify(row)).join('\n'), {
      format: 'jsonl',
      ...options,
    });
  const stored = async () => (await store.licensePolicies.list({}, { limit: 10 })).items;
  const defaults = async () =>
    (await stored()).flatMap((one) => (one.default_for_trials ? [one.code] : []));

  it('creates them, and replaces the terms of those that exist', async () => {
    expect(await put([policy('a')])).toMatchObject({ created: 1, faults: [] });
    expect((await put([policy('a')])).faults).toMatchObject([
      { column: 'code', reason: 'exists already' },
    ]);
    const changed = policy('a', { terms: { max_activations: 3 } });
    expect(await put([changed], update)).toMatchObject({ updated: 1, faults: [] });
    expect(await stored()).toMatchObject([
      { code: 'a', terms: { max_activations: 3 }, revision: 2 },
    ]);
    expect((await stored())[0]?.terms).toEqual({ max_activations: 3 });
  });

  it('names the term that is wrong', async () => {
    const faults = async (terms: unknown) =>
      (await put([policy('a', { terms })])).faults.map(({ column, reason }) => [column, reason]);
    const max_activations = 'many';
    expect(await faults({ max_activations })).toEqual([
      ['terms', 'has max_activations, which must be integer,null'],
    ]);
    expect(await faults({ colour: 'red' })).toEqual([['terms', 'cannot have colour']]);
    expect(await faults([])).toEqual([
      ['terms', 'must be a JSON object with fields that terms can have; it is []'],
    ]);
    expect(await stored()).toEqual([]);
  });

  it('gives a product another default for trials', async () => {
    const other = { product: 'desktop', default_for_trials: true };
    await put([policy('a', { default_for_trials: true }), policy('b'), policy('c', other)]);
    expect(new Set(await defaults())).toEqual(new Set(['a', 'c']));
    await put([policy('d', { default_for_trials: true })]);
    expect(new Set(await defaults())).toEqual(new Set(['d', 'c']));
    const swapped = [
      policy('d', { default_for_trials: false }),
      policy('b', { default_for_trials: true }),
    ];
    expect(await put(swapped, update)).toMatchObject({ updated: 2, faults: [] });
    expect(new Set(await defaults())).toEqual(new Set(['b', 'c']));
  });

  it('refuses two defaults for trials of a product', async () => {
    const both = ['a', 'b'].map((code) => policy(code, { default_for_trials: true }));
    expect((await put(both)).faults).toMatchObject([{ line: 2, column: 'default_for_trials' }]);
    expect(await stored()).toEqual([]);
  });

  it('refuses a policy that is in the file twice', async () => {
    const { faults } = await put([policy('a'), policy('a')]);
    expect(faults).toEqual([{ line: 2, column: 'code', reason: 'is in the file twice' }]);
  });

  it.each([
    ['an unknown product', { product: 'none' }, 'product'],
    ['a code with a slash', { code: 'a/b' }, 'code'],
    ['no terms', { terms: undefined }, 'terms'],
    ['an unknown term', { terms: { seats: 1 } }, 'terms'],
    ['a term of another type', { terms: { max_activations: 'many' } }, 'terms'],
    ['a term of one license', { terms: { valid_until: '2030-01-01' } }, 'terms'],
    ['terms that contradict each other', { terms: { max_overages: 1 } }, 'terms'],
    ['users of a product with keys', { terms: { max_license_users: 1 } }, 'terms'],
    [
      'the default for trials without a trial',
      { terms: {}, default_for_trials: true },
      'default_for_trials',
    ],
  ])('is refused with %s', async (_, more, column) => {
    const { faults } = await put([policy('a', more)]);
    expect(faults).toMatchObject([{ column }]);
    expect(await stored()).toEqual([]);
  });

  it('refuses to take the trial from the default for trials', async () => {
    await put([policy('a', { default_for_trials: true })]);
    const { faults } = await put([{ product: 'plugin', code: 'a', terms: {} }], update);
    expect(faults).toMatchObject([{ column: 'default_for_trials' }]);
  });
});
