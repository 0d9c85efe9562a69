import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { whileLocked, withoutTable } from '../contract/world.ts';
import { createCustomer, type TestCustomer } from '../support/customer.ts';
import { expectPage } from '../support/hosted-page.ts';
import { http } from '../support/http.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';

let server: TestServer;
let customer: TestCustomer;
beforeAll(async () => {
  server = await startServer({ busyTimeout: 100 });
  customer = await createCustomer(server, { kind: 'password' });
});
afterAll(() => server.close());

const failures = () => server.logs.filter(({ msg }) => msg === 'request failed');

describe('a sign-in that cannot be stored', () => {
  it('shows that the user should try again when the database is busy for too long', async () => {
    const url = await customer.signInUrl();
    await whileLocked(server, async () => {
      const page = await new UserAgent().get(url);
      expectPage(page, 503, 'This did not work');
      expect(page.text).toContain('The server cannot serve right now. Try again in a moment.');
      expect(page.headers['retry-after']).toBe('1');
      expect(JSON.parse((await http(url)).text)).toMatchObject({ code: 'service_unavailable' });
    });
    expect((await http(url)).status).toBe(303);
  });

  it('is logged as a fault, with the request ID on the page, when the program has a bug', async () => {
    const url = await customer.signInUrl();
    const before = failures().length;
    await withoutTable(server, 'records', async () => {
      const page = await new UserAgent().get(url);
      expectPage(page, 500, 'This did not work');
      expect(page.text).not.toMatch(/records|SQL/);
      expect(JSON.parse((await http(url)).text)).toMatchObject({ code: 'internal_error' });
    });
    const [fault, ...others] = failures().slice(before);
    expect(others).toHaveLength(1);
    expect(fault).toMatchObject({ level: 50, code: 'internal_error', err: expect.anything() });
  });
});
