import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseOf, loadConfig } from '../../src/config/config.ts';
import { hashAdminToken, newAdminToken } from '../../src/rules/admin-token.ts';
import { newId } from '../../src/rules/ids.ts';
import { sealingOf } from '../../src/keys/secret-key-file.ts';
import { openStore } from '../../src/store/store.ts';
import { build } from '../support/build.ts';
import { signedHeaders } from '../support/client.ts';
import { declaredOperations } from '../support/contract.ts';
import { isAt, signIn } from '../support/customer.ts';
import { createDatabase, dialect, openSession, type TestDatabase } from '../support/database.ts';
import { http } from '../support/http.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { type ServerProcess, startServerProcess } from '../support/server-process.ts';
import { signInWithPassword } from '../support/sign-in.ts';
import { UserAgent } from '../support/user-agent.ts';

/** Every secret there is, by its name. None may stand in what the process writes. */
const canaries = new Map<string, string>();

function canary(name: string): string {
  // With a digit: a token without one, as one of 200 is, counts as a word (observability/clear-secrets.ts).
  const known = canaries.get(name) ?? `${name}-7${randomBytes(24).toString('base64url')}`;
  canaries.set(name, known);
  return known;
}

const PRODUCT = 'product';
const KEY_PRODUCT = 'key-product';
const email = 'somebody@customer.test';

let dataDir: string;
let own: TestDatabase | undefined;
let database: string;
let provider: IdentityProvider;
let server: ServerProcess;
const browsers: UserAgent[] = [];

beforeAll(async () => {
  provider = await IdentityProvider.start();
  canaries.set('client secret', provider.clientSecret);
  dataDir = await mkdtemp(join(tmpdir(), 'latchkey-log-'));
  canaries.set('secret key', randomBytes(32).toString('base64'));
  own = dialect() === 'postgres' ? await createDatabase() : undefined;
  if (own !== undefined) canaries.set('database', new URL(own.database).password);
  const env = {
    LATCHKEY_DATABASE_URL: own?.database ?? '',
    LATCHKEY_DEMO: 'off',
    LATCHKEY_LOG_LEVEL: 'trace',
    LATCHKEY_METRICS_TOKEN: canary('metrics-token'),
    LATCHKEY_PRIVATE_PROVIDERS: provider.host,
    LATCHKEY_SECRET_KEY: canary('secret key'),
  };
  const config = loadConfig({ ...env, LATCHKEY_DATA_DIR: dataDir });
  database = databaseOf(config);
  await fill(config);
  server = await startServerProcess(dataDir, env);
}, 60_000);

afterAll(async () => {
  await server.stop('SIGKILL');
  await provider.close();
  await own?.drop();
  await rm(dataDir, { recursive: true, force: true });
});

/** Puts one of each thing into the database of the server to come. */
async function fill(config: ReturnType<typeof loadConfig>): Promise<void> {
  const store = await openStore(database, { sealing: sealingOf(config) });
  const make = build(store);
  await make.apiKey({ api_key: 'known', shared_key: canary('shared-key') });
  const { id: productId } = await make.product({ code: PRODUCT });
  const keyProduct = await make.product({ code: KEY_PRODUCT, authorization_method: 'license-key' });
  await make.license({ product_id: keyProduct.id, license_key: canary('license-key') });
  const user = await make.user({ email, password: canary('password') });
  for (const [code, connection] of [
    ['password', {}],
    ['oidc', provider.connection()],
  ] as const) {
    const { customerId } = await make.account({ code }, connection);
    await make.license({
      product_id: productId,
      customer_id: customerId,
      userId: user.id,
      max_activations: null,
    });
  }
  canaries.set('admin token', newAdminToken());
  const tokenHash = hashAdminToken(canary('admin token'));
  const token = { id: newId(), name: 'canary', expiresAt: null, now: new Date() };
  await store.adminTokens.create({ ...token, tokenHash });
  await store.close();
}

const known = () => ({ api_key: 'known', shared_key: canary('shared-key') });

/** A signed request, sent as it is. */
function send(
  method: string,
  target: string,
  { body, headers = [] }: { body?: string; headers?: [string, string][] } = {},
) {
  return http(server.url, {
    method,
    target,
    headers: [...signedHeaders(known(), new Date().toUTCString()), ...headers],
    ...(body === undefined ? {} : { body }),
  });
}

const activate = (fields: object) =>
  send('POST', '/api/v4/activate_license', {
    body: JSON.stringify({ product: PRODUCT, hardware_id: 'a', ...fields }),
  });

/** Whether the request was answered with this status, and is worth having been sent. */
async function expectStatus(status: number, request: Promise<{ status: number }>): Promise<void> {
  expect((await request).status).toBe(status);
}

/** The sign-in URL of an account, whose secret parts become canaries. */
async function signInUrl(account: string, grant: 'code' | 'token'): Promise<string> {
  const state = canary(`state-${account}-${grant}`);
  const query = { product: PRODUCT, customer_account_code: account, response_type: grant, state };
  const { text } = await send('GET', `/api/v4/sso_url?${new URLSearchParams(query).toString()}`);
  const { url } = JSON.parse(text) as { url: string };
  canaries.set(`nonce ${account} ${grant}`, new URL(url).searchParams.get('nonce') ?? '');
  return url;
}

/** A browser whose cookies become canaries at the end. */
function newBrowser(): UserAgent {
  const browser = new UserAgent();
  browsers.push(browser);
  return browser;
}

function keepCookies(): void {
  const lines = browsers
    .flatMap(({ history }) => history)
    .flatMap(({ response }) => [response.headers['set-cookie'] ?? []].flat());
  for (const line of lines) {
    const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
    if (value !== '') canaries.set(`cookie ${name} ${value}`, value);
  }
}

describe('the log of a real process at its lowest level contains no secret after', () => {
  it.each(['code', 'token'] as const)('a sign-in with a password, by %s', async (grant) => {
    const url = await signInUrl('password', grant);
    const person = { email, password: canary('password') };
    const { params } = await signInWithPassword(server, url, person, { browser: newBrowser() });
    await use(params, 'password');
    const wrong = { email, password: canary('wrong-password') };
    const again = await signInUrl('password', grant);
    await signInWithPassword(server, again, wrong, { browser: newBrowser() }).catch(
      () => undefined,
    );
  });

  it.each(['code', 'token'] as const)('a sign-in at an identity provider, by %s', async (grant) => {
    const { params } = await signIn(await signInUrl('oidc', grant), newBrowser());
    await use(params, 'oidc');
    for (const name of ['state', 'nonce', 'code_challenge']) {
      canaries.set(`${name} ${grant}`, provider.last('authorize').get(name) ?? '');
    }
    for (const name of ['code', 'code_verifier']) {
      canaries.set(`provider ${name} ${grant}`, provider.last('token').get(name) ?? '');
    }
  });

  /** Redeems a result, and again, and with another device, and where it does not belong. */
  async function use(params: Record<string, string>, account: string): Promise<void> {
    for (const name of ['code', 'id_token', 'access_token']) {
      const value = params[name];
      if (value !== undefined) canaries.set(`${name} ${account}`, value);
    }
    const { code, id_token } = params;
    const customer_account_code = account;
    const proof = code === undefined ? { id_token } : { code };
    await expectStatus(200, activate({ customer_account_code, ...proof }));
    await activate({ customer_account_code, ...proof });
    await activate({ customer_account_code, ...proof, hardware_id: 'b' });
    await activate({ customer_account_code: 'unknown', ...proof });
    await activate({ customer_account_code, ...proof, code_verifier: canary('verifier') });
    const query = new URLSearchParams({ ...params, customer_account_code, product: PRODUCT });
    await send('GET', `/api/v4/user_licenses?${query.toString()}`);
    await http(`${server.url}/oidc/session/end?id_token_hint=${id_token ?? canary('hint')}`);
    const token = { grant_type: 'authorization_code', client_id: account, ...params };
    await new UserAgent().post(`${server.url}/oidc/token`, { ...token, code_verifier: 'a' });
    const bearer = `Bearer ${params['access_token'] ?? canary('bearer')}`;
    await http(`${server.url}/oidc/me`, { headers: [['Authorization', bearer]] });
  }

  const tryToSignIn = async () =>
    newBrowser().follow(await signInUrl('oidc', 'code'), isAt('http://127.0.0.1/callback'));

  it('faults of an identity provider', async () => {
    const json = { 'Content-Type': 'application/json' };
    const secret = (name: string) => canary(`answered-${name}`);
    const tokens = { access_token: secret('access'), id_token: secret('id') };
    const answers = [
      [200, JSON.stringify({ ...tokens, token_type: 7, refresh_token: [secret('refresh')] })],
      [200, JSON.stringify({ ...tokens, token_type: 'Bearer' })],
      [200, `{"access_token": "${secret('access')}", "id_token": ${secret('id')}`],
      [200, secret('body')],
      [400, JSON.stringify({ error: 'invalid_grant', error_description: secret('description') })],
      [401, JSON.stringify({ error: secret('error'), ...tokens })],
      [500, secret('body')],
    ] as const;
    for (const endpoint of ['discovery', 'keys', 'token'] as const) {
      for (const [status, body] of answers) {
        provider.takeovers[endpoint] = (_, response) => response.writeHead(status, json).end(body);
        await tryToSignIn();
      }
      provider.takeovers[endpoint] = undefined;
    }
    provider.back = { error: secret('error'), error_description: secret('description') };
    await tryToSignIn();
    provider.back = { iss: secret('iss'), code: secret('code'), id_token: secret('front') };
    await tryToSignIn();
    provider.reset();
    provider.claims = { nonce: secret('nonce'), aud: secret('aud'), phone: secret('claim') };
    await tryToSignIn();
    provider.reset();
  });

  it('requests with secrets in expected and unexpected places', async () => {
    const secrets = { license_key: canary('license-key'), password: canary('password') };
    const query = new URLSearchParams({ ...secrets, product: KEY_PRODUCT, hardware_id: 'a' });
    const json = JSON.stringify({ ...secrets, shared_key: canary('shared-key') });
    for (const { method, path } of declaredOperations) {
      const target = path.replaceAll(/\{\w+\}/g, '1');
      await send(method, `${target}?${query.toString()}`, { body: json });
      await send(method, `${target}/${canary('license-key')}`);
      await send(method, target, { body: json.slice(0, -2) });
      await send(method, target, { body: `${json}${json}` });
      await send(method, target, {
        headers: [['Content-Type', canary('license-key')]],
        body: json,
      });
      const admin = ['Authorization', `Bearer ${canary('admin token')}`] as const;
      await http(server.url, { method, target, headers: [admin], body: json });
      const wrong = ['Authorization', `Bearer ${canary('wrong-admin-token')}`] as const;
      await http(server.url, { method, target, headers: [wrong], body: json });
      const odd = `algorithm="${canary('shared-key')}", apikey="${canary('shared-key')}"`;
      const date = new Date().toUTCString();
      await http(server.url, {
        method,
        target,
        headers: [
          ['Date', date],
          ['Authorization', odd],
        ],
      });
    }
    await expectStatus(200, activate({ product: KEY_PRODUCT, license_key: canary('license-key') }));
    await expectStatus(400, activate({ license_key: { [canary('license-key')]: 1 } }));
    await expectStatus(400, activate({ username: email, password: canary('wrong-password') }));
  });

  it('requests to paths outside of the API', async () => {
    const secret = canary('license-key');
    const targets = [
      ...['/', '/docs/', '/assets/', '/oidc/', '/oidc/auth/', '/sign-in/', '/sign-in/callback/a/'],
      ...['/oidc/auth?', '/oidc/auth?client_id=oidc&', '/sign-in/callback/oidc?state='],
    ].map((start) => start + secret);
    const headers = [
      'Cookie',
      'X-Request-Id',
      'X-Forwarded-For',
      'Host',
      'Accept',
      'traceparent',
    ].map((name) => [name, secret] as const);
    for (const target of targets) {
      for (const method of ['GET', 'POST', 'DELETE', 'OPTIONS']) {
        await http(server.url, { method, target, headers, body: secret });
      }
    }
    for (const token of [canary('metrics-token'), canary('wrong-metrics-token')]) {
      await http(`${server.url}/metrics`, { headers: [['Authorization', `Bearer ${token}`]] });
    }
    await sendRaw(`${secret}\r\n\r\n`);
    await sendRaw(`GET /${secret} HTTP/1.1\r\n${secret}\r\n\r\n`);
  });

  it('faults of the database', async () => {
    const session = await openSession(database);
    for (const table of ['licenses', 'records', 'customer_accounts', 'audit_log', 'admin_tokens']) {
      await session.query(`alter table ${table} rename to away`);
      await activate({ product: KEY_PRODUCT, license_key: canary('license-key') });
      const code = canary('code-of-a-fault');
      await activate({ customer_account_code: 'oidc', code });
      await http(`${server.url}/sign-in/callback/oidc?state=${canary('state-of-a-fault')}`);
      const admin = ['Authorization', `Bearer ${canary('admin token')}`] as const;
      await http(`${server.url}/admin/v1/products`, { headers: [admin] });
      await http(`${server.url}/health/ready`);
      await session.query(`alter table away rename to ${table}`);
    }
    await session.close();
    expect(server.output.stdout).toContain('request failed');
  });

  it('its shutdown', async () => {
    const { stdout, stderr } = await server.stop();
    keepCookies();
    expect(stdout).toContain('"operation":"activateLicense"');
    expect(canaries.size).toBeGreaterThan(50);
    expect(stderr).toBe('');
    // What stands in the address of a page is no secret without the cookie's signature.
    const isAddress = (name: string) => /^cookie latchkey_(interaction|resume) /.test(name);
    const found = [...canaries].filter(
      ([name, value]) =>
        !isAddress(name) && (stdout.includes(value) || stdout.includes(encodeURIComponent(value))),
    );
    expect(found.map(([name]) => name)).toEqual([]);
  });
});

/** Sends what need not be HTTP, and waits for the end of the connection. */
function sendRaw(bytes: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(server.url).port), 'localhost', () =>
      socket.write(bytes),
    );
    socket.resume();
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
  });
}
