import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { type AdminShell, createAdminShell } from '../../support/admin-shell.ts';
import { build } from '../../support/build.ts';
import { startServer, type TestServer } from '../../support/start-server.ts';

type Customer = components['schemas']['AdminCustomer'];

describe('latchkey customer', () => {
  let server: TestServer;
  let shell: AdminShell;
  beforeAll(async () => {
    server = await startServer();
    shell = await createAdminShell(server);
    await build(server.store).account({ code: 'acme' }, null);
  });
  afterAll(() => server.close());

  const run = (...args: string[]) => shell.run('customer', ...args);
  const json = <Result = Customer>(...args: string[]) => shell.json<Result>('customer', ...args);
  const emails = async (...args: string[]) =>
    (await json<{ items: Customer[] }>('list', ...args)).items.map(({ email }) => email);

  it('create makes a customer of a customer account', async () => {
    const person = ['--first-name', 'Ada', '--last-name', 'Lovelace', '--phone', '+44 1'];
    const place = ['--address', '1 St', '--postcode', 'W1', '--city', 'London', '--country', 'UK'];
    const rest = ['--company', 'Acme', '--reference', 'C-1', '--metadata', '{"a":1}'];
    const options = [...person, ...place, ...rest, '--account', 'acme'];
    const customer = await json('create', 'ada@acme.test', ...options);
    expect(customer).toMatchObject({
      email: 'ada@acme.test',
      customer_account: 'acme',
      company_name: 'Acme',
      first_name: 'Ada',
      last_name: 'Lovelace',
      phone: '+44 1',
      reference: 'C-1',
      address: '1 St',
      postcode: 'W1',
      city: 'London',
      state: '',
      country: 'UK',
      metadata: { a: 1 },
    });
    expect(await json('show', 'ada@acme.test')).toEqual(customer);
    expect(await json('show', String(customer.id))).toEqual(customer);
    expect((await run('show', 'ada@acme.test')).stdout).toMatch(/^Address +1 St, W1 London, UK$/m);
  });

  it('create exits with 1 when there is no such customer account', async () => {
    const { code, stderr } = await run('create', 'x@x.test', '--account', 'nobody');
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'error: There is no customer account nobody.\n',
    });
  });

  it('show and update need the ID when two have the same e-mail address', async () => {
    const one = await json('create', 'two@twins.test');
    const other = await json('create', 'two@twins.test');
    const { code, stderr } = await run('show', 'two@twins.test');
    expect(code).toBe(1);
    for (const { id } of [one, other]) expect(stderr).toContain(String(id));
    expect(await json('show', String(one.id))).toEqual(one);
  });

  it('update changes only the named fields', async () => {
    const before = await json('create', 'b@acme.test', '--company', 'Old', '--account', 'acme');
    const after = await json('update', 'b@acme.test', '--company', 'New', '--no-account');
    expect(after).toEqual({
      ...before,
      company_name: 'New',
      customer_account: null,
      customer_account_id: null,
      updated_at: after.updated_at,
    });
    expect(await run('update', 'b@acme.test')).toMatchObject({ code: 2 });
  });

  it('list filters', async () => {
    await json('create', 'c@globex.test', '--company', 'Globex', '--reference', 'G-9');
    expect(await emails('--company', 'Globex')).toEqual(['c@globex.test']);
    expect(await emails('--reference', 'G-9')).toEqual(['c@globex.test']);
    expect(await emails('--email', 'C@globex.test')).toEqual(['c@globex.test']);
    expect(await emails('--account', 'acme')).not.toContain('c@globex.test');
  });

  it('delete asks first, and then deletes', async () => {
    await json('create', 'gone@acme.test');
    expect(await run('delete', 'gone@acme.test')).toMatchObject({ code: 2 });
    expect(await run('delete', 'gone@acme.test', '--yes')).toMatchObject({ code: 0 });
    expect(await run('show', 'gone@acme.test')).toMatchObject({ code: 1 });
  });
});
