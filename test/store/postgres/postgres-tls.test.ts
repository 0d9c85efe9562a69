import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { newSecretKey } from '../../../src/security/secret-key.ts';
import { connect } from '../../../src/store/connect.ts';
import { NoConnection } from '../../../src/store/postgres/postgres-errors.ts';
import { makeAuthority, type Signed } from '../../support/certificate.ts';
import { describeOnPostgres } from '../../support/describe-on.ts';
import { latchkeyProcess } from '../../support/latchkey.ts';
import { type PostgresServer, startPostgres } from '../../support/postgres-server.ts';
import { isInstalled } from '../../support/run.ts';
import { needing } from '../../support/needing.ts';

const hasOpenssl = await isInstalled('openssl');

describeOnPostgres('TLS to PostgreSQL, as with libpq', () => {
  let folder: string;
  let servers: Record<
    'both' | 'tlsOnly' | 'plainOnly' | 'withoutTls' | 'certified',
    PostgresServer
  >;
  let authority: ReturnType<typeof makeAuthority>;
  let stranger: ReturnType<typeof makeAuthority>;
  let client: Signed & { file: string; keyFile: string };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latchkey-tls-'));
    authority = makeAuthority(folder);
    stranger = makeAuthority(await mkdtemp(join(folder, 'stranger-')));
    client = authority.sign('postgres');
    const { certificate, key } = authority.sign('localhost');
    const tls = {
      settings: {
        ssl: 'on',
        ssl_cert_file: 'FOLDER/server.pem',
        ssl_key_file: 'FOLDER/server.key',
        ssl_ca_file: 'FOLDER/root.pem',
        unix_socket_directories: 'FOLDER',
      },
      files: { 'server.pem': certificate, 'server.key': key, 'root.pem': authority.certificate },
    };
    const started = await Promise.all([
      startPostgres(tls),
      startPostgres({ ...tls, hba: 'hostssl all all all scram-sha-256\n' }),
      startPostgres({ ...tls, hba: 'hostnossl all all all scram-sha-256\n' }),
      startPostgres(),
      startPostgres({ ...tls, hba: 'hostssl all all all scram-sha-256 clientcert=verify-full\n' }),
    ]);
    const [both, tlsOnly, plainOnly, withoutTls, certified] = started;
    servers = { both, tlsOnly, plainOnly, withoutTls, certified };
  }, 60_000);
  afterAll(async () => {
    for (const server of Object.values(servers)) await server.close();
    await rm(folder, { recursive: true });
  });

  /** @param host as the URL names it */
  function urlOf(server: PostgresServer, query: string, host = 'localhost'): string {
    const { password, port } = new URL(server.url);
    return `postgres://postgres:${password}@${host}:${port}/postgres?${query}`;
  }

  /** Whether the connection is encrypted; the error where there is none. */
  async function encrypted(url: string): Promise<unknown> {
    let db: ReturnType<typeof connect>['db'] | undefined;
    try {
      ({ db } = connect(url, { retryTimeout: 100 }));
      const query = sql<{ ssl: boolean }>`select ssl from pg_stat_ssl where pid = pg_backend_pid()`;
      return (await query.execute(db)).rows[0]?.ssl;
    } catch (error) {
      return error instanceof NoConnection ? error.message : error;
    } finally {
      await db?.destroy();
    }
  }

  const rooted = (mode: string, { file } = authority) => `sslmode=${mode}&sslrootcert=${file}`;

  it.each([
    ['both', 'sslmode=disable', false],
    ['both', 'sslmode=allow', false],
    ['both', '', true],
    ['both', 'sslmode=prefer', true],
    ['both', 'sslmode=require', true],
    ['both', 'ssl=true', true],
    ['both', 'sslmode=require&channel_binding=require', true],
    ['both', 'sslmode=require&sslnegotiation=postgres&uselibpqcompat=true', true],
    ['tlsOnly', 'sslmode=allow', true],
    ['tlsOnly', '', true],
    ['plainOnly', 'sslmode=prefer', false],
    ['withoutTls', '', false],
    ['withoutTls', 'sslmode=allow', false],
  ] as const)('with a server (%s) and "%s" is on: %s', async (server, query, is) => {
    expect(await encrypted(urlOf(servers[server], query))).toBe(is);
  });

  it.each([
    ['tlsOnly', 'sslmode=disable', /no encryption/],
    ['plainOnly', 'sslmode=require', /pg_hba.conf/],
    ['withoutTls', 'sslmode=require', /does not support SSL/],
  ] as const)('fails with a server (%s) and "%s"', async (server, query, reason) => {
    expect(await encrypted(urlOf(servers[server], query))).toMatch(reason);
  });

  it('verifies the authority with verify-ca, with require and a certificate of it, and with verify-full', async () => {
    for (const mode of ['verify-ca', 'require', 'verify-full']) {
      expect(await encrypted(urlOf(servers.both, rooted(mode)))).toBe(true);
      expect(await encrypted(urlOf(servers.both, rooted(mode, stranger)))).toMatch(/certificate/);
    }
    // The machine does not trust this authority.
    expect(await encrypted(urlOf(servers.both, 'sslmode=verify-full'))).toMatch(/certificate/);
  }, 60_000);

  it('verifies the host name with verify-full only', async () => {
    expect(await encrypted(urlOf(servers.both, rooted('verify-ca'), '127.0.0.1'))).toBe(true);
    expect(await encrypted(urlOf(servers.both, rooted('verify-full'), '127.0.0.1'))).toMatch(
      /does not match certificate's altnames/,
    );
  });

  it('sends a client certificate when the server demands one', async () => {
    const own = `&sslcert=${client.file}&sslkey=${client.keyFile}`;
    expect(await encrypted(urlOf(servers.certified, rooted('verify-full') + own))).toBe(true);
    expect(await encrypted(urlOf(servers.certified, rooted('verify-full')))).toMatch(/certificate/);
  });

  it('names the file that cannot be read', async () => {
    const url = urlOf(servers.both, 'sslmode=verify-full&sslrootcert=/nowhere/root.pem');
    expect(await encrypted(url)).toMatch(/sslrootcert cannot be read: ENOENT/);
  });

  it('is not used over a Unix socket, in all spellings of libpq', async () => {
    const { password, port } = new URL(servers.both.url);
    const { folder: socket } = servers.both;
    for (const url of [
      `postgres://postgres:${password}@/postgres?host=${socket}&port=${port}&sslmode=require`,
      `postgres://postgres:${password}@${encodeURIComponent(socket)}:${port}/postgres`,
      `postgres:///postgres?host=${encodeURIComponent(socket)}&port=${port}&user=postgres&password=${password}`,
    ]) {
      expect(await encrypted(url)).toBe(false);
    }
  });

  needing('openssl', hasOpenssl).it(
    'trusts the authorities of the system with sslrootcert=system, and no library warns of anything',
    async () => {
      const settings = {
        LATCHKEY_DEMO: 'off',
        LATCHKEY_SECRET_KEY: newSecretKey(),
        LATCHKEY_DATA_DIR: folder,
        SSL_CERT_FILE: authority.file,
      };
      for (const query of ['sslrootcert=system', 'sslmode=require', rooted('verify-ca')]) {
        const url = urlOf(servers.both, query);
        const { code, stderr } = await latchkeyProcess(['migrate', '--check'], {
          ...settings,
          LATCHKEY_DATABASE_URL: url,
        });
        expect(stderr).toBe('These migrations are pending. Run `latchkey migrate`.\n');
        expect(code).toBe(1);
      }
    },
  );
});
