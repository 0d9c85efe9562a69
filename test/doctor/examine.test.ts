import { copyFile, mkdtemp, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseOf } from '../../src/config/config.ts';
import { examine } from '../../src/doctor/examine.ts';
import type { Finding } from '../../src/doctor/finding.ts';
import { newSecretKey } from '../../src/security/secret-key.ts';
import { type AlteringProxy, startAlteringProxy } from '../support/altering-proxy.ts';
import { build } from '../support/build.ts';
import { createDatabase, dialect, openSession } from '../support/database.ts';
import { describeOnPostgres, describeOnSqlite } from '../support/describe-on.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { testSecretKey } from '../support/sealing.ts';
import { freePort } from '../support/server-process.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { updateRow } from '../support/update-row.ts';

type Env = Record<string, string>;

let proxy: AlteringProxy;
let provider: IdentityProvider;
let server: TestServer;
let env: Env;
beforeAll(async () => {
  provider = await IdentityProvider.start();
  proxy = await startAlteringProxy();
  server = await startServer({
    env: { LATCHKEY_PUBLIC_URL: proxy.url, LATCHKEY_PRIVATE_PROVIDERS: provider.host },
  });
  proxy.target = `http://127.0.0.1:${server.config.port}`;
  env = {
    PORT: String(server.config.port),
    LATCHKEY_HOST: '127.0.0.1',
    LATCHKEY_DEMO: 'off',
    LATCHKEY_PUBLIC_URL: proxy.url,
    LATCHKEY_PRIVATE_PROVIDERS: provider.host,
    LATCHKEY_DATA_DIR: server.config.dataDir,
    ...(dialect() === 'postgres' && {
      LATCHKEY_DATABASE_URL: server.config.databaseUrl ?? '',
      LATCHKEY_SECRET_KEY: testSecretKey,
    }),
  };
});
afterEach(() => {
  proxy.change = () => ({});
  provider.reset();
});
afterAll(async () => {
  await server.close();
  await proxy.close();
  await provider.close();
});

const findings = (over: Env = {}) => Array.fromAsync(examine({ ...env, ...over }));
/** What is not well. The settings have tests of their own. */
const troubles = async (over: Env = {}) =>
  (await findings(over)).filter(({ level, check }) => level !== 'ok' && check !== 'settings');
const trouble = (check: string, level: Finding['level'], said: string) => ({
  check,
  level,
  message: expect.stringContaining(said) as unknown,
  cure: expect.stringMatching(/\w/) as unknown,
});

describe('examine of a healthy installation', () => {
  it('finds no fault', async () => {
    const all = await findings();
    expect(all.filter(({ level, check }) => level !== 'ok' && check !== 'settings')).toEqual([]);
    const checks = new Set(all.map(({ check }) => check));
    expect([...checks]).toEqual([
      ...['settings', 'data folder', 'secret key', 'database'],
      ...(dialect() === 'postgres' ? ['clock'] : []),
      'migrations',
      ...['keys', 'server', 'public url', ...(dialect() === 'sqlite' ? ['clock'] : []), 'issuer'],
    ]);
  });

  it('changes nothing and shows no secret', async () => {
    const rows = async () => {
      const session = await openSession(databaseOf(server.config));
      const found = await session.query('select count(*) as n from audit_log');
      await session.close();
      return found;
    };
    const before = await rows();
    const text = JSON.stringify(await findings());
    expect(await rows()).toEqual(before);
    for (const { secret } of await server.store.signingKeys.list(new Date())) {
      expect(text).not.toContain(secret.slice(30, 60));
    }
    expect(text).not.toContain(testSecretKey);
  });
});

describe('examine of the server', () => {
  it('warns when no server is running', async () => {
    expect(await troubles({ PORT: String(await freePort()) })).toEqual([
      trouble('server', 'warning', 'No server runs here.'),
    ]);
  });

  it('finds a server that is not ready', async () => {
    const session = await openSession(databaseOf(server.config));
    await session.query("update signing_keys set expires_at = 1 where purpose = 'binding'");
    try {
      expect(await troubles()).toEqual([
        trouble('keys', 'warning', 'no keys for binding'),
        trouble('server', 'fault', 'is not ready: keys'),
      ]);
    } finally {
      await session.query("update signing_keys set expires_at = null where purpose = 'binding'");
      await session.close();
    }
  });

  it('finds another program on the port', async () => {
    const other = createServer((_, response) => response.writeHead(404).end());
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    expect(await troubles({ PORT: String(port) })).toEqual([
      trouble('server', 'fault', 'is not Latchkey'),
    ]);
    other.close();
  });
});

describe('examine of the public URL', () => {
  it('finds a URL without a server', async () => {
    const url = `http://localhost:${await freePort()}`;
    expect(await troubles({ LATCHKEY_PUBLIC_URL: url })).toEqual([
      trouble('public url', 'fault', 'No server listens at'),
    ]);
  });

  it.each<[string, AlteringProxy['change'], string]>([
    [
      'elsewhere',
      () => ({ status: 301, headers: { location: 'https://a.test/' } }),
      'https://a.test/',
    ],
    [
      'to a proxy without a server',
      () => ({ status: 502, bytes: Buffer.from('<h1>') }),
      'responds with 502',
    ],
    [
      'to a server with another public URL',
      ({ text }) => ({ bytes: Buffer.from(text.replaceAll(proxy.url, 'https://a.test')) }),
      'has the base URL https://a.test/api/v4',
    ],
    [
      'past a proxy that rewrites responses',
      ({ text }) => ({ bytes: Buffer.from(JSON.stringify(JSON.parse(text), null, 1)) }),
      'signature of the response is not valid',
    ],
    [
      'past a proxy that drops headers',
      ({ headers }) => ({ headers: { ...headers, licensesignature: undefined } }),
      'signature of the response is not valid',
    ],
    [
      'to another installation',
      ({ text }) => ({
        bytes: Buffer.from(JSON.stringify({ ...JSON.parse(text), pub_key: 'another' })),
      }),
      'another installation',
    ],
  ])('finds that it leads %s', async (_, change, said) => {
    proxy.change = (answer, path) => (path.startsWith('/api/') ? change(answer, path) : {});
    expect((await troubles())[0]).toEqual(trouble('public url', 'fault', said));
  });

  it('finds another release and another time', async () => {
    proxy.change = ({ text }, path) =>
      path.startsWith('/api/')
        ? {
            bytes: Buffer.from(
              JSON.stringify({
                ...JSON.parse(text),
                version: '9.9.9',
                timestamp: '2020-01-01T00:00:00.000Z',
              }),
            ),
          }
        : {};
    const found = await troubles();
    expect(found).toContainEqual(trouble('public url', 'warning', 'The server is 9.9.9'));
    expect(found).toContainEqual(trouble('clock', 'fault', 'ahead of that of the server'));
  });
});

describe('examine of the issuer', () => {
  it.each<[string, string, (document: Record<string, unknown>) => object, string]>([
    ['without a document', '/openid-configuration', () => [], 'is not a discovery document'],
    [
      'with another name',
      '/openid-configuration',
      (found) => ({ ...found, issuer: 'https://a.test' }),
      'Its issuer is',
    ],
    [
      'with an endpoint elsewhere',
      '/openid-configuration',
      (found) => ({ ...found, token_endpoint: 'http://localhost/token' }),
      'token_endpoint http://localhost/token',
    ],
    ['without keys', '/jwks', () => ({}), 'cannot be fetched'],
    ['with keys that are not ours', '/jwks', () => ({ keys: [] }), 'does not publish the key'],
  ])('finds an issuer %s', async (_, ending, change, said) => {
    proxy.change = ({ text }, path) =>
      path.endsWith(ending)
        ? {
            bytes: Buffer.from(JSON.stringify(change(JSON.parse(text) as Record<string, unknown>))),
          }
        : {};
    expect(await troubles()).toEqual([trouble('issuer', 'fault', said)]);
  });
});

describe('examine of the connections', () => {
  const disable = async (...ids: number[]) => {
    for (const id of ids) await updateRow(server, 'customer_accounts', id, { enabled: false });
  };

  it('has a finding for each enabled account', async () => {
    const made = build(server.store);
    const good = await made.account({ code: 'good' }, provider.connection());
    const off = await made.account({ code: 'off' }, { enabled: false });
    const gone = await made.account({ code: 'gone', enabled: false }, null);
    const found = (await findings()).filter(({ check }) => check === 'connection');
    expect(found.map(({ level, message }) => `${level} ${message}`).sort()).toEqual([
      `ok good: ${provider.url} passes all checks.`,
      'ok off: the connection is disabled.',
    ]);
    await disable(good.id, off.id, gone.id);
  });

  it('checks a shared provider once and reports all faults', async () => {
    const made = build(server.store);
    const connection = provider.connection();
    const [one, other] = [await made.account({}, connection), await made.account({}, connection)];
    provider.metadata = {
      scopes_supported: ['openid'],
      code_challenge_methods_supported: ['plain'],
    };
    const found = await troubles();
    for (const { code } of [one, other]) {
      expect(found).toContainEqual(
        trouble('connection', 'fault', `${code}: scopes_supported lacks`),
      );
      expect(found).toContainEqual(
        trouble('connection', 'fault', `${code}: code_challenge_methods`),
      );
    }
    expect(provider.count('discovery')).toBe(1);
    await disable(one.id, other.id);
  });

  it('finds a missing connection, missing redirect URIs and a secret that cannot be unsealed', async () => {
    const made = build(server.store);
    const none = await made.account({ code: 'none' }, null);
    const endless = await made.account({ code: 'endless', redirect_uris: [] });
    const sealed = await made.account({ code: 'sealed' }, provider.connection());
    const session = await openSession(databaseOf(server.config));
    await session.query(
      `update connections set client_secret = 'v1.${'0'.repeat(16)}.${'A'.repeat(16)}.${'A'.repeat(30)}'
       where customer_account_id = ${sealed.id}`,
    );
    await session.close();
    const found = await troubles();
    expect(found).toHaveLength(3);
    expect(found).toContainEqual(trouble('connection', 'warning', 'none: nobody can sign in'));
    expect(found).toContainEqual(
      trouble('connection', 'fault', 'endless: the account has no usable redirect URI'),
    );
    expect(found).toContainEqual(
      trouble('connection', 'fault', 'sealed: connections.client_secret'),
    );
    await disable(none.id, endless.id, sealed.id);
  });

  it('checks more connections than fit on one page', async () => {
    const made = build(server.store);
    const ids: number[] = [];
    for (let count = 0; count < 40; count += 1) ids.push((await made.account()).id);
    const found = (await findings()).filter(({ check }) => check === 'connection');
    expect(found).toHaveLength(40);
    await disable(...ids);
  });
});

describe('examine of the migrations', () => {
  it('finds migrations that are not applied and those of a newer release', async () => {
    const session = await openSession(databaseOf(server.config));
    await session.query(
      "update kysely_migration set name = '9999-newer' where name = '0001-tables'",
    );
    const found = await troubles();
    await session.query(
      "update kysely_migration set name = '0001-tables' where name = '9999-newer'",
    );
    await session.close();
    expect(found).toContainEqual(trouble('migrations', 'fault', '9999-newer'));
    expect(found).toContainEqual(trouble('migrations', 'warning', '0001-tables'));
  });
});

describeOnSqlite('examine of the data directory', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latchkey-doctor-'));
    await server.store.ping();
    const source = await openSession(join(server.config.dataDir, 'latchkey.db'));
    await source.query(`vacuum into '${folder}/whole.db'`);
    await source.close();
    await copyFile(join(server.config.dataDir, 'secret-key'), join(folder, 'secret-key'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  afterEach(async () => {
    for (const ending of ['', '-wal', '-shm'])
      await rm(join(folder, `latchkey.db${ending}`), { force: true });
  });
  const put = () => copyFile(join(folder, 'whole.db'), join(folder, 'latchkey.db'));
  const there = () => troubles({ LATCHKEY_DATA_DIR: folder });

  it('accepts a missing database before the first start', async () => {
    expect(await there()).toEqual([trouble('database', 'warning', 'does not exist yet')]);
    await expect(readFile(join(folder, 'latchkey.db'))).rejects.toThrow('ENOENT');
  });

  it('finds the database of another program', async () => {
    await writeFile(join(folder, 'latchkey.db'), 'x'.repeat(10_000));
    expect(await there()).toEqual([trouble('database', 'fault', 'file is not a database')]);
  });

  it('finds a damaged database', async () => {
    await put();
    const file = await open(join(folder, 'latchkey.db'), 'r+');
    // The last page is of no kind that there is: nothing else notices until it is used.
    const { size } = await file.stat();
    await file.write(Buffer.alloc(8, 0xff), 0, 8, size - 4_096);
    await file.close();
    expect(await there()).toEqual([trouble('database', 'fault', 'malformed')]);
  });

  it('finds a missing or wrong secret key', async () => {
    await put();
    const [file, aside] = [join(folder, 'secret-key'), join(folder, 'aside')];
    await rename(file, aside);
    expect(await there()).toEqual([trouble('secret key', 'fault', 'There is a database, but')]);
    await expect(readFile(file)).rejects.toThrow('ENOENT');
    await writeFile(file, newSecretKey(), { mode: 0o644 });
    expect(await there()).toEqual([
      trouble('secret key', 'warning', 'Other users can read'),
      trouble('secret key', 'fault', 'The database is sealed with'),
    ]);
    await writeFile(file, 'short');
    expect(await there()).toEqual([trouble('secret key', 'fault', 'must hold 32 bytes')]);
    await rename(aside, file);
  });
});

describeOnPostgres('examine of the database server', () => {
  it('finds a server that is down or refuses the login, without its password', async () => {
    const url = new URL(server.config.databaseUrl ?? '');
    const away = new URL(url);
    away.port = String(await freePort());
    expect(await troubles({ LATCHKEY_DATABASE_URL: away.href })).toEqual([
      trouble('database', 'fault', 'ECONNREFUSED'),
    ]);
    const wrong = new URL(url);
    wrong.password = 'canary';
    const found = await troubles({ LATCHKEY_DATABASE_URL: wrong.href });
    expect(found).toEqual([trouble('database', 'fault', 'password authentication failed')]);
    expect(JSON.stringify(found)).not.toContain('canary');
  });

  it('accepts an empty database', async () => {
    const empty = await createDatabase({ empty: true });
    expect(await troubles({ LATCHKEY_DATABASE_URL: empty.database })).toEqual([
      trouble('migrations', 'warning', '0001-tables'),
    ]);
    await empty.drop();
  });
});
