import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseOf } from '../../src/config/config.ts';
import { type AdminClient, createAdminClient } from '../support/admin-client.ts';
import { createCustomer, type TestCustomer } from '../support/customer.ts';
import { dialect, openSession } from '../support/database.ts';
import { describeOnPostgres } from '../support/describe-on.ts';
import { signInWithPassword } from '../support/sign-in.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';

const WRONG = 'The e-mail address or the password is wrong.';
const password = 'correct horse battery staple';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const newCustomer = () => createCustomer(server, { kind: 'password' }, { password });

/** Opens the sign-in page, and gives what sends its form with the right password. */
async function openForm(customer: TestCustomer, email = customer.user.email) {
  const browser = new UserAgent();
  const { url } = await browser.follow(await customer.signInUrl());
  return { browser, submit: () => browser.post(url, { email, password }) };
}

/** Changes a user as another instance does, with a pause before it is kept. */
async function changeMeanwhile<T>(customer: TestCustomer, change: string, work: () => Promise<T>) {
  const session = await openSession(databaseOf(server.config));
  await session.query(dialect() === 'postgres' ? 'begin' : 'begin immediate');
  await session.query(`update license_users set ${change} where id = ${customer.user.id}`);
  await session.query(`delete from identities where subject = 'license-user:${customer.user.id}'`);
  const working = work();
  await setTimeout(1_000);
  await session.query('commit');
  await session.close();
  return working;
}

describe('the form', () => {
  it('refuses a text that is not an address like a wrong address', async () => {
    const customer = await newCustomer();
    for (const email of [
      '',
      '\0',
      `${randomBytes(4_000).toString('hex')}@a.test`,
      '😀'.repeat(999),
    ]) {
      const { submit } = await openForm(customer, email);
      const { status, text } = await submit();
      expect({ status, text }).toEqual({ status: 400, text: expect.stringContaining(WRONG) });
    }
  });
});

describe('a license user who changes between the check of the password and the sign-in', () => {
  it.each([
    ['gets another password', "password_hash = 'another'"],
    ['gets another address', "email = 'another' || id || '@customer.test'"],
    ['is disabled', 'enabled = 0'],
  ])('is not signed in when the user %s', async (_, change) => {
    const customer = await newCustomer();
    const { submit } = await openForm(customer);
    const { status, text } = await changeMeanwhile(customer, change, submit);
    expect({ status, text }).toEqual({
      status: 400,
      text: expect.stringContaining(WRONG),
    });
    const identities = await countIdentities(customer);
    expect(identities).toBe(0);
  });

  it('is signed in when something else changes', async () => {
    const customer = await newCustomer();
    const { submit } = await openForm(customer);
    const { status } = await changeMeanwhile(customer, "first_name = 'Another'", submit);
    expect(status).toBe(303);
  });
});

describeOnPostgres('a sign-in while its license user changes', () => {
  let admin: AdminClient;
  beforeAll(async () => {
    admin = await createAdminClient(server);
  });

  it.each([
    ['updateLicenseUser', { body: { email: 'a-new-one@customer.test' } }],
    ['setLicenseUserPassword', { body: { password: 'another horse entirely' } }],
    ['deleteLicenseUser', {}],
  ])('is refused once %s is done', async (operationId, call) => {
    const customer = await newCustomer();
    const { browser, submit } = await openForm(customer);
    const session = await openSession(databaseOf(server.config));
    const { id, email } = customer.user;
    // Holds up who changes the row, and nobody who reads it.
    for (const sql of [
      `delete from license_assignments where license_user_id = ${id}`,
      ...['begin', `select id from license_users where id = ${id} for share`],
    ]) {
      await session.query(sql);
    }
    const changing = admin.call(operationId, { path: { id }, ...call });
    await setTimeout(500);
    expect((await submit()).status).toBe(303);
    await session.query('commit');
    await session.close();
    expect((await changing).status).toBeLessThan(300);
    expect(await countIdentities(customer)).toBe(0);
    const nobody = { email, password: 'no password of theirs' };
    const again = signInWithPassword(server, await customer.signInUrl(), nobody, { browser });
    await expect(again).rejects.toThrow(WRONG);
  });
});

async function countIdentities({ user }: TestCustomer): Promise<number> {
  const session = await openSession(databaseOf(server.config));
  const rows = await session.query(
    `select id from identities where subject = 'license-user:${user.id}'`,
  );
  await session.close();
  return rows.length;
}
