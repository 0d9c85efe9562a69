import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createWorld, newKeyLicense, newPerson, withWorld, type World } from '../contract/world.ts';
import { createCustomer, signIn, type TestCustomer } from '../support/customer.ts';
import { describeOnPostgres, describeOnSqlite } from '../support/describe-on.ts';
import { declaredOperations } from '../support/contract.ts';
import { http } from '../support/http.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { readMetrics } from '../support/metrics.ts';
import { signInWithPassword } from '../support/sign-in.ts';
import { UserAgent } from '../support/user-agent.ts';

let provider: IdentityProvider;
let world: World;
beforeAll(async () => {
  provider = await IdentityProvider.start();
  world = await createWorld({ env: { LATCHKEY_PRIVATE_PROVIDERS: provider.host } });
});
afterAll(async () => {
  await world.server.close();
  await provider.close();
});

/** By how much the work raises each counter; those that it does not raise are left out. */
async function raisedBy(work: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = await readMetrics(world.server);
  await work();
  const after = await readMetrics(world.server);
  const counters = [...after].filter(([name]) => /^latchkey_\w+_total/.test(name));
  return Object.fromEntries(
    counters
      .map(([name, value]) => [name, value - (before.get(name) ?? 0)] as const)
      .filter(([name, raise]) => raise > 0 && !name.includes('operation="metrics"')),
  );
}

const requests = (operation: string, status: number, code = '') =>
  `latchkey_requests_total{operation="${operation}",status="${status}",code="${code}"}`;

describe('latchkey_requests_total', () => {
  it.each(
    declaredOperations.map(({ operationId, path, method }) => ({ operationId, path, method })),
  )(
    'counts each operation, also without access: $operationId',
    async ({ operationId, path, method }) => {
      const url = world.server.url + path.replaceAll(/\{\w+\}/g, '1');
      const raised = await raisedBy(() => http(url, { method }));
      expect(Object.entries(raised)).toEqual([
        [expect.stringContaining(`operation="${operationId}"`), 1],
      ]);
    },
  );

  it('counts requests by status and error code', async () => {
    const query = { product: world.product.code };
    expect(await raisedBy(() => world.client.call('getProductDetails', { query }))).toEqual({
      [requests('getProductDetails', 200)]: 1,
    });
    const unknown = { product: 'unknown' };
    const raised = await raisedBy(() => world.client.call('getProductDetails', { query: unknown }));
    expect(raised).toEqual({ [requests('getProductDetails', 400, 'unknown_product')]: 1 });
  });

  it.each([
    ['/', 'home', 200, ''],
    ['/openapi.yaml', 'contract', 200, ''],
    ['/favicon.ico', 'assets', 200, ''],
    ['/sign-in/unknown', 'sign_in', 400, ''],
    ['/sign-in/callback/acme', 'sign_in_callback', 400, ''],
    ['/oidc/auth', 'issuer_authorization', 400, ''],
    ['/oidc/jwks', 'issuer_jwks', 200, ''],
    ['/unknown', 'none', 404, 'not_found'],
    ['/api/v4/unknown', 'none', 404, 'not_found'],
    ['/api/v4/activate_license', 'none', 405, 'method_not_allowed'],
  ])('counts requests of pages by their name: %s', async (path, name, status, code) => {
    const raised = await raisedBy(() => http(world.server.url + path));
    expect(raised).toEqual({ [requests(name, status, code)]: 1 });
  });

  it('has a histogram of response times in seconds', async () => {
    const start = performance.now();
    await http(`${world.server.url}/health/live`);
    const metrics = await readMetrics(world.server);
    const histogram = (suffix: string, labels = '') =>
      metrics.get(`latchkey_request_duration_seconds_${suffix}{${labels}operation="getLiveness"}`);
    const count = histogram('count');
    expect(count).toBeGreaterThan(0);
    expect(histogram('bucket', 'le="+Inf",')).toBe(count);
    expect(histogram('sum')).toBeGreaterThan(0);
    // In milliseconds it would be more than all of this took.
    expect(histogram('sum')).toBeLessThan((performance.now() - start) / 1_000);
  });

  it('creates no label from what a client sends', async () => {
    const made = randomUUID();
    await http(`${world.server.url}/${made}?${made}=${made}`, {
      headers: [['X-Request-Id', made]],
    });
    await http(`${world.server.url}/sign-in/${made}`);
    await http(`${world.server.url}/sign-in/callback/${made}?state=${made}`);
    await http(`${world.server.url}/oidc/auth?client_id=${made}`);
    await http(`${world.server.url}/docs/${made}`);
    await world.client.call('getProductDetails', { query: { product: made } });
    expect(JSON.stringify([...(await readMetrics(world.server)).keys()])).not.toContain(made);
  });
});

describe('latchkey_activations_total', () => {
  const activate = (fields: object, hardware_id: string) =>
    world.client.call('activateLicense', { body: { ...fields, hardware_id } });

  it('counts activations, including those of an active device', async () => {
    const { fields } = await newKeyLicense(world);
    const raised = await raisedBy(async () => {
      await activate(fields, 'a');
      await activate(fields, 'a');
    });
    expect(raised).toMatchObject({ latchkey_activations_total: 2 });
  });

  it('does not count refused activations; latchkey_seat_refusals_total counts them by code', async () => {
    const { fields } = await newKeyLicense(world, { max_activations: 1 });
    await activate(fields, 'a');
    const code = 'license_activated_max_times';
    expect(await raisedBy(() => activate(fields, 'b'))).toEqual({
      [`latchkey_seat_refusals_total{code="${code}"}`]: 1,
      [requests('activateLicense', 400, code)]: 1,
    });
  });

  it('has a zero for each code without a refusal', async () => {
    const metrics = await readMetrics(world.server);
    expect(metrics.get('latchkey_seat_refusals_total{code="license_transferred_max_times"}')).toBe(
      0,
    );
  });
});

describe('latchkey_sign_ins_total', () => {
  const ended = (account: string, outcome: string) => ({
    [`latchkey_sign_ins_total{account="${account}",outcome="${outcome}"}`]: 1,
  });

  it('counts password sign-ins by customer account and outcome', async () => {
    const { account, server } = world;
    const person = await newPerson(world);
    const query = { product: world.product.code, customer_account_code: account.code };
    const signInAs = async (password: string) => {
      const { body } = await world.client.call<{ url: string }>('getSsoUrl', { query });
      return signInWithPassword(server, body.url, { ...person, password }).catch(() => undefined);
    };
    expect(await raisedBy(() => signInAs(person.password))).toMatchObject(
      ended(account.code, 'signed_in'),
    );
    expect(await raisedBy(() => signInAs('wrong'))).toMatchObject(
      ended(account.code, 'wrong_password'),
    );
    const cancelled = await raisedBy(async () => {
      const { body } = await world.client.call<{ url: string }>('getSsoUrl', { query });
      const browser = new UserAgent();
      const { url } = await browser.follow(body.url, () => false);
      await browser.post(url, { cancel: '' });
    });
    expect(cancelled).toMatchObject(ended(account.code, 'cancelled'));
  });

  describe('at an identity provider', () => {
    let customer: TestCustomer;
    beforeAll(async () => {
      customer = await createCustomer(world.server, provider.connection());
    });

    it.each([
      ['signed_in', () => undefined],
      ['email_not_verified', () => (provider.claims = { email_verified: false })],
      ['access_denied', () => (provider.back = { code: undefined, error: 'access_denied' })],
      ['id_token_nonce', () => (provider.claims = { nonce: 'another' })],
      [
        'provider_unreachable',
        () => {
          provider.takeovers.token = ({ socket }) => void socket.destroy();
        },
      ],
    ] as [string, () => void][])(
      'are counted by customer account and outcome: %s',
      async (outcome, prepare) => {
        provider.reset();
        prepare();
        const raised = await raisedBy(async () =>
          signIn(await customer.signInUrl()).catch(() => undefined),
        );
        expect(raised).toMatchObject(ended(customer.code, outcome));
      },
    );
  });
});

const state = (name: string) => `latchkey_database_connections{state="${name}"}`;

describeOnPostgres('connections to the database', () => {
  it('has the connections of PostgreSQL by state', async () => {
    const metrics = await readMetrics(world.server);
    expect(metrics.get(state('used'))).toBe(0);
    expect(metrics.get(state('idle'))).toBeGreaterThan(0);
    expect(metrics.get(state('waiting'))).toBe(0);
    await world.server.store.transaction(async () => {
      expect((await readMetrics(world.server)).get(state('used'))).toBe(1);
    });
  });
});

describeOnSqlite('connections to the database', () => {
  it('is missing for SQLite', async () => {
    expect([...(await readMetrics(world.server)).keys()]).not.toContain(state('used'));
  });
});

describe('the default metrics', () => {
  it('contain event loop lag, memory and CPU time', async () => {
    const metrics = await readMetrics(world.server);
    for (const name of [
      ...['nodejs_eventloop_lag_p99_seconds', 'process_resident_memory_bytes'],
      ...['process_cpu_seconds_total', 'process_start_time_seconds'],
    ]) {
      expect(metrics.get(name)).toEqual(expect.any(Number));
    }
  });
});

describe('two servers in one process', () => {
  it('count separately', async () => {
    await withWorld({}, async (other) => {
      const raised = await raisedBy(() => http(`${other.server.url}/oidc/jwks`));
      expect(raised).toEqual({});
      expect((await readMetrics(other.server)).get(requests('issuer_jwks', 200))).toBe(1);
    });
  });
});
