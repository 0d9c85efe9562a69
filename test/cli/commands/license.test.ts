import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { type AdminShell, createAdminShell } from '../../support/admin-shell.ts';
import { build } from '../../support/build.ts';
import { startServer, type TestServer } from '../../support/start-server.ts';

type License = components['schemas']['AdminLicense'];

describe('latchkey license', () => {
  let server: TestServer;
  let shell: AdminShell;
  beforeAll(async () => {
    server = await startServer();
    shell = await createAdminShell(server);
    const made = build(server.store);
    await made.product({ code: 'desktop' });
    await made.product({ code: 'plugin', authorization_method: 'license-key' });
    await made.account({ code: 'acme' }, null);
    for (const email of ['alice@acme.test', 'bob@acme.test']) await made.user({ email });
  });
  afterAll(() => server.close());

  const run = (...args: string[]) => shell.run('license', ...args);
  const json = <Result = License>(...args: string[]) => shell.json<Result>('license', ...args);
  const create = (...args: string[]) => json('create', '--product', ...args);
  const ids = async (...args: string[]) =>
    (await json<{ items: License[] }>('list', ...args)).items.map(({ id }) => id);

  it('create issues a license to users', async () => {
    const people = ['--user', 'alice@acme.test', '--user', 'new@acme.test', '--create-users'];
    const limits = ['--max-activations', '3', '--max-transfers', '2', '--max-users', '5'];
    const options = [...people, ...limits, '--customer', 'it@customer.test', '--order', 'o-1'];
    const license = await create('desktop', ...options);
    expect(license).toMatchObject({
      product_code: 'desktop',
      license_key: null,
      order_store_id: 'o-1',
      enabled: true,
      license_type: 'perpetual',
      valid_until: null,
      is_trial: false,
      user_count: 2,
      max_activations: 3,
      max_transfers: 2,
      max_license_users: 5,
      customer_email: 'it@customer.test',
    });
    expect(license.users?.map(({ email }) => email)).toEqual(['alice@acme.test', 'new@acme.test']);
    expect(await json('show', String(license.id))).toEqual(license);
  });

  it('create issues a license by key, and other commands accept the key', async () => {
    const type = ['--type', 'subscription', '--valid-until', '2027-06-15', '--grace-hours', '48'];
    const more = ['--trial', '--note', 'a friend', '--metadata', '{"a":1}', '--disable'];
    const license = await create('plugin', ...type, ...more, '--max-activations', 'unlimited');
    expect(license).toMatchObject({
      license_type: 'subscription',
      valid_until: '2027-06-15T23:59:59.999Z',
      grace_hours: 48,
      is_trial: true,
      note: 'a friend',
      metadata: { a: 1 },
      enabled: false,
      max_activations: null,
    });
    expect(await json('show', license.license_key ?? '')).toEqual(license);
    const own = await create('plugin', '--key', 'OWN-KEY-2027');
    expect(await json('show', 'OWN-KEY-2027')).toEqual(own);
  });

  it('create issues one license when it is sent again with the same Idempotency-Key', async () => {
    const options = ['plugin', '--order', 'once', '--idempotency-key', 'shop-1'];
    expect(await create(...options)).toEqual(await create(...options));
    expect(await ids('--order', 'once')).toHaveLength(1);
  });

  it.each([
    [['--valid-until', '15.6.2027'], 'It must be a date'],
    [['--max-activations', '0'], 'or unlimited'],
    [['--type', 'eternal'], 'Allowed choices are'],
  ])('create exits with 2 at %j', async (options, words) => {
    const { code, stderr } = await run('create', '--product', 'plugin', ...options);
    expect(code).toBe(2);
    expect(stderr).toContain(words);
  });

  it.each([
    ['allow_transfers', '--no-transfers', '--allow-transfers'],
    ['allow_offline_activation', '--no-offline', '--allow-offline'],
    ['allow_overages', '--no-overages', '--allow-overages'],
    ['allow_negative_consumptions', '--no-negative-consumptions', '--allow-negative-consumptions'],
  ] as const)('%s is set to false by %s', async (field, off, on) => {
    const { id, [field]: byDefault } = await create('plugin', '--type', 'consumption');
    const name = String(id);
    const changed = await create('plugin', '--type', 'consumption', byDefault ? off : on);
    expect(changed).toMatchObject({ [field]: !byDefault });
    expect(await json('update', name, off)).toMatchObject({ [field]: false });
    expect(await json('update', name, on)).toMatchObject({ [field]: true });
    expect(await json('update', name, '--note', 'kept')).toMatchObject({ [field]: true });
    const { code, stderr } = await run('update', name, on, off);
    expect(code).toBe(2);
    expect(stderr).toContain('cannot be used with option');
  });

  it('a floating license has slots, and takes its timeout from the product unless it names one', async () => {
    const terms = ['--max-activations', '20', '--floating', '--floating-users', '5'];
    const { id } = await create('plugin', ...terms, '--floating-timeout', '30', '--can-borrow');
    const shown = async () => (await run('show', String(id))).stdout;
    expect(await shown()).toMatch(
      /^Floating +5 slot\(s\), free after 30 minutes, borrowed for at most 168 hours$/m,
    );
    const changes = ['--floating-users', 'unlimited', '--product-timeout', '--no-borrow'];
    expect(await json('update', String(id), ...changes)).toMatchObject({
      floating: true,
      floating_users: null,
      floating_timeout: null,
      can_borrow: false,
    });
    expect(await shown()).toMatch(
      /^Floating +a slot for each active device, free after the product's minutes$/m,
    );
    expect(await json('update', String(id), '--no-floating')).toMatchObject({ floating: false });
    expect(await shown()).toMatch(/^Floating +-$/m);
  });

  it('show says in words how use is counted, for a limit of 0, 1000000000 or unlimited', async () => {
    const { id } = await create('plugin', '--type', 'consumption', '--max-consumptions', '0');
    const change = (most: string) => run('update', String(id), '--max-consumptions', most);
    expect(await json('show', String(id))).toMatchObject({ max_consumptions: 0 });
    expect((await run('show', String(id))).stdout).toMatch(/^Users +-$/m);
    const reset = await run('update', String(id), '--consumption-period', 'daily');
    expect(reset.stdout).toMatch(/^Consumption +0 of 0, reset daily$/m);
    await run('update', String(id), '--consumption-period', 'none');
    expect((await change('1000000000')).stdout).toMatch(/^Consumption +0 of 1000000000$/m);
    expect((await change('unlimited')).stdout).toMatch(/^Consumption +0 of any number$/m);
    expect(await change('1000000001')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('max_consumptions must be <= 1000000000'),
    });
  });

  it('create exits with 1 for an unknown user', async () => {
    const { code, stderr } = await run('create', '--product', 'desktop', '--user', 'who@acme.test');
    expect(code).toBe(1);
    expect(stderr).toContain('who@acme.test');
  });

  it('update changes only the named fields', async () => {
    const before = await create('plugin', '--valid-until', '2027-06-15', '--type', 'time-limited');
    const key = before.license_key ?? '';
    const after = await json('update', key, '--valid-until', 'never', '--type', 'perpetual');
    expect(after).toEqual({
      ...before,
      valid_until: null,
      license_type: 'perpetual',
      updated_at: after.updated_at,
    });
    expect(await json('update', key, '--disable')).toMatchObject({ enabled: false });
    expect(await run('update', key)).toMatchObject({ code: 2 });
  });

  it('assign and unassign change the users of a license', async () => {
    const { id } = await create('desktop');
    const name = String(id);
    const assigned = await json('assign', name, 'bob@acme.test', '--max-activations', '1');
    expect(assigned.users).toMatchObject([{ email: 'bob@acme.test', max_activations: 1 }]);
    const { stdout } = await run('show', name);
    expect(stdout).toMatch(/^Users +bob@acme\.test \(0 of 1\)$/m);
    // What is not named stays.
    const again = await json('assign', name, 'bob@acme.test');
    expect(again.users).toMatchObject([{ email: 'bob@acme.test', max_activations: 1 }]);
    const unlimited = await json('assign', name, 'bob@acme.test', '--max-activations', 'unlimited');
    expect(unlimited.users).toMatchObject([{ email: 'bob@acme.test', max_activations: null }]);
    expect((await json('unassign', name, 'bob@acme.test')).users).toEqual([]);
  });

  it('unassign --release-devices asks first, and frees the seats too', async () => {
    const { id, product_id: productId, users } = await create('desktop', '--user', 'bob@acme.test');
    const holder = { licenseUserId: users?.[0]?.license_user_id ?? 0 };
    await build(server.store).device({ productId, holder, hardwareId: 'laptop' });
    const refused = await run('unassign', String(id), 'bob@acme.test');
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('(in_use)') });
    const release = ['unassign', String(id), 'bob@acme.test', '--release-devices'];
    const { code, stderr } = await run(...release);
    expect(code).toBe(2);
    expect(stderr).toContain(`Release the devices of bob@acme.test on the license ${id}?`);
    const free = await json(...release, '--yes');
    expect(free).toMatchObject({ users: [], times_activated: 0 });
  });

  it('list filters', async () => {
    const customer = await shell.json<{ id: number }>(
      ...['customer', 'create', 'list@acme.test', '--account', 'acme'],
    );
    const past = ['--type', 'time-limited', '--valid-until', '2020-01-01'];
    const options = ['--customer', String(customer.id), '--order', 'listed', ...past];
    const { id } = await create('plugin', ...options, '--disable');
    for (const filter of [
      ...[
        ['--customer', 'list@acme.test'],
        ['--account', 'acme', '--expired'],
        ['--order', 'listed'],
      ],
      ...[
        ['--product', 'plugin', '--disabled', '--expired'],
        ['--type', 'time-limited', '--expired'],
      ],
    ]) {
      expect([filter, await ids(...filter)]).toEqual([filter, [id]]);
    }
    expect(await ids('--not-expired', '--all')).not.toContain(id);
    expect(await ids('--enabled', '--all')).not.toContain(id);
    const trial = await create('plugin', '--trial', '--type', 'time-limited', '--valid-days', '30');
    expect(await ids('--trial', '--type', 'time-limited')).toEqual([trial.id]);
    expect(await ids('--no-trial', '--all')).not.toContain(trial.id);
    const ofAlice = await create('desktop', '--user', 'alice@acme.test');
    expect(await ids('--user', 'alice@acme.test')).toContain(ofAlice.id);
  });

  it('list fits 80 columns', async () => {
    const { stdout } = await run('list', '--all');
    for (const line of stdout.trimEnd().split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('delete asks first, and then deletes', async () => {
    const { license_key: key } = await create('plugin');
    expect(await run('delete', key ?? '')).toMatchObject({ code: 2 });
    expect(await run('delete', key ?? '', '--yes')).toMatchObject({ code: 0 });
    expect(await run('show', key ?? '')).toMatchObject({ code: 1 });
  });
});
