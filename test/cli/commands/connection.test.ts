import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { createProgram } from '../../../src/cli/program.ts';
import { databaseOf } from '../../../src/config/config.ts';
import { type AdminShell, createAdminShell } from '../../support/admin-shell.ts';
import { build } from '../../support/build.ts';
import { openSession } from '../../support/database.ts';
import { type ForeignProvider, startForeignProvider } from '../../support/foreign-provider.ts';
import { latchkeyProcess } from '../../support/latchkey.ts';
import { startServer, type TestServer } from '../../support/start-server.ts';
import { terminalContext } from '../../support/terminal-context.ts';

type Test = components['schemas']['ConnectionTest'];

describe('latchkey connection', () => {
  let provider: ForeignProvider;
  let server: TestServer;
  let shell: AdminShell;
  let oidc: string[];
  beforeAll(async () => {
    provider = await startForeignProvider([]);
    server = await startServer({ demo: true, env: { LATCHKEY_PRIVATE_PROVIDERS: provider.host } });
    shell = await createAdminShell(server);
    const made = build(server.store);
    for (const code of ['umbrella', 'wayne', 'initech']) await made.account({ code }, null);
    const secret = join(server.config.dataDir, 'client.secret');
    await writeFile(secret, 'the client secret\n');
    const client = ['--client-id', 'latchkey', '--client-secret-file', secret];
    oidc = ['oidc', '--issuer', provider.issuer, ...client];
  });
  afterAll(async () => {
    await server.close();
    await provider.close();
  });

  const run = (...args: string[]) => shell.run('connection', ...args);
  const json = <Result = Record<string, unknown>>(...args: string[]) =>
    shell.json<Result>('connection', ...args);
  const stored = async (code: string) =>
    (await server.store.customerAccounts.findByCode(code))?.connection;

  it('set connects an account to an OpenID provider, and shows no secret', async () => {
    const { code, stdout } = await run(
      'set',
      'umbrella',
      ...oidc,
      '--grant',
      'code',
      '--no-implicit',
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Kind +oidc$/m);
    expect(stdout).not.toContain('the client secret');
    expect(await stored('umbrella')).toMatchObject({
      kind: 'oidc',
      enabled: true,
      issuer: provider.issuer,
      client_id: 'latchkey',
      client_secret: 'the client secret',
      trust: 'verified',
      default_response_type: 'code',
      allow_implicit: false,
    });
  });

  it('set-secret replaces an unreadable secret, while update is refused', async () => {
    await build(server.store).account({ code: 'unreadable' }, null);
    await run('set', 'unreadable', ...oidc, '--trust', 'unstated');
    const session = await openSession(databaseOf(server.config));
    await session.query(
      `update connections set client_secret = 'v1.${'0'.repeat(16)}.${'A'.repeat(16)}.${'A'.repeat(30)}'
       where customer_account_id = (select id from customer_accounts where code = 'unreadable')`,
    );
    await session.close();
    await expect(stored('unreadable')).rejects.toThrow('cannot be opened');

    expect((await run('show', 'unreadable')).code).toBe(0);
    const changed = await run('update', 'unreadable', '--grant', 'code');
    expect(changed.code).not.toBe(0);
    expect(changed.stderr).toContain('cannot be read with the secret key of this server');
    const file = join(server.config.dataDir, 'client.secret');
    const replaced = await run('set-secret', 'unreadable', '--client-secret-file', file);
    expect(replaced.code).toBe(0);
    expect(await stored('unreadable')).toMatchObject({
      client_secret: 'the client secret',
      trust: 'unstated',
      issuer: provider.issuer,
    });
  });

  it('set keeps the existing secret when the options have none', async () => {
    await run('set', 'umbrella', ...oidc, '--yes');
    const again = ['oidc', '--issuer', provider.issuer, '--client-id', 'latchkey'];
    expect(await run('set', 'umbrella', ...again, '--trust', 'unstated', '--yes')).toMatchObject({
      code: 0,
    });
    expect(await stored('umbrella')).toMatchObject({
      client_secret: 'the client secret',
      trust: 'unstated',
    });
  });

  it('set stores the options that differ between providers', async () => {
    const settings = [
      ...['--trust', 'unstated', '--email-claim', 'upn', '--scope', 'profile', '--scope', 'all'],
      ...['--required-claim', 'hd=acme.com', '--required-claim', 'group=a=b'],
      ...['--response-mode', 'form_post', '--token-endpoint-auth-method', 'client_secret_basic'],
    ];
    const { code, stdout } = await run('set', 'umbrella', ...oidc, ...settings, '--yes');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Required claims +hd=acme.com\n +group=a=b$/m);
    expect(await stored('umbrella')).toMatchObject({
      trust: 'unstated',
      email_claim: 'upn',
      scopes: ['profile', 'all'],
      required_claims: { hd: 'acme.com', group: 'a=b' },
      response_mode: 'form_post',
      token_endpoint_auth_method: 'client_secret_basic',
    });
  });

  it.each(['hd', 'hd=', '=acme.com'])('set exits with 2 at --required-claim %s', async (claim) => {
    const { code, stderr } = await run('set', 'umbrella', ...oidc, '--required-claim', claim);
    expect(code).toBe(2);
    expect(stderr).toContain('such as hd=acme.com');
  });

  describe('update', () => {
    const strict = [
      ...['--grant', 'code', '--no-implicit', '--disable', '--trust', 'unstated'],
      ...['--scope', 'profile', '--required-claim', 'hd=acme.com', '--required-claim', 'a=1'],
    ];
    let before: unknown;
    beforeEach(async () => {
      await run('set', 'umbrella', ...oidc, ...strict, '--yes');
      before = await stored('umbrella');
    });
    const withoutRevision = (connection: unknown) => {
      const fields = Object.entries(connection as object);
      return Object.fromEntries(fields.filter(([name]) => name !== 'revision')) as object;
    };

    it.each<[string[], object]>([
      [['--trust', 'verified'], { trust: 'verified' }],
      [['--scope', 'all'], { scopes: ['all'] }],
      [['--no-scope'], { scopes: [] }],
      [['--response-mode', 'form_post'], { response_mode: 'form_post' }],
      [
        ['--required-claim', 'hd=acme.com', '--required-claim', 'a=1', '--required-claim', 'b=2'],
        { required_claims: { hd: 'acme.com', a: '1', b: '2' } },
      ],
    ])('changes %j without asking', async (args, changes) => {
      expect(await run('update', 'umbrella', ...args)).toMatchObject({ code: 0 });
      expect(withoutRevision(await stored('umbrella'))).toEqual({
        ...withoutRevision(before),
        ...changes,
      });
    });

    it.each<[string[], string, object]>([
      [['--enable'], 'enabled from false to true', { enabled: true }],
      [['--implicit'], 'allow_implicit from false to true', { allow_implicit: true }],
      [
        ['--implicit', '--grant', 'token'],
        'default_response_type from "code" to "token"',
        { allow_implicit: true, default_response_type: 'token' },
      ],
      [['--trust', 'managed'], 'trust from "unstated" to "managed"', { trust: 'managed' }],
      [['--email-claim', 'upn'], 'email_claim from "email" to "upn"', { email_claim: 'upn' }],
      [
        ['--required-claim', 'hd=acme.com'],
        'to {"hd":"acme.com"}',
        { required_claims: { hd: 'acme.com' } },
      ],
      [['--no-required-claim'], 'to {}', { required_claims: {} }],
    ])('asks first, and then changes %j', async (args, asked, changes) => {
      const { code, stderr } = await run('update', 'umbrella', ...args);
      expect(code).toBe(2);
      expect(stderr).toContain(asked);
      expect(await stored('umbrella')).toEqual(before);
      expect(await run('update', 'umbrella', ...args, '--yes')).toMatchObject({ code: 0 });
      expect(withoutRevision(await stored('umbrella'))).toEqual({
        ...withoutRevision(before),
        ...changes,
      });
    });

    it('of the issuer says that all users have to sign in again', async () => {
      const other = [...oidc.slice(3), '--issuer', 'https://other.example'];
      const { code, stderr } = await run('update', 'umbrella', ...other);
      expect(code).toBe(2);
      expect(stderr).toContain('All users of the account will have to sign in again.');
    });

    it('without an option exits with 2', async () => {
      expect(await run('update', 'umbrella')).toMatchObject({ code: 2 });
    });

    it('set-secret changes only the secret', async () => {
      const file = join(server.config.dataDir, 'new.secret');
      await writeFile(file, 'the new secret\n');
      const { code, stdout } = await run('set-secret', 'umbrella', '--client-secret-file', file);
      expect(code).toBe(0);
      expect(stdout).not.toContain('the new secret');
      expect(withoutRevision(await stored('umbrella'))).toEqual({
        ...withoutRevision(before),
        client_secret: 'the new secret',
      });
    });
  });

  it('set reads the secret from stdin', async () => {
    const client = ['--client-id', 'latchkey', '--client-secret-file', '-'];
    const args = ['connection', 'set', 'initech', 'oidc', '--issuer', provider.issuer, ...client];
    expect(await latchkeyProcess(args, shell.env, 'by stdin\n')).toMatchObject({ code: 0 });
    expect(await stored('initech')).toMatchObject({ client_secret: 'by stdin' });
  });

  it('set enables passwords for an account', async () => {
    await json('set', 'wayne', 'password', '--disable');
    expect(await stored('wayne')).toMatchObject({ kind: 'password', enabled: false });
    expect(await json('show', 'wayne')).toMatchObject({ kind: 'password', enabled: false });
  });

  it('set asks before it replaces another connection as a whole', async () => {
    await run('set', 'umbrella', ...oidc, '--yes');
    const before = await stored('umbrella');
    const other = oidc.with(2, 'https://other.example');
    for (const args of [['password'], other, oidc]) {
      const { code, stderr } = await run('set', 'umbrella', ...args);
      expect(code).toBe(2);
      expect(stderr).toContain('Settings without an option get their default');
      expect(stderr).toContain(`Replace the connection of umbrella, ${provider.issuer}?`);
    }
    expect(await stored('umbrella')).toEqual(before);
    expect(await run('set', 'umbrella', ...other, '--yes')).toMatchObject({ code: 0 });
    expect(await stored('umbrella')).toMatchObject({ issuer: 'https://other.example' });
    expect(await run('set', 'umbrella', ...oidc, '--yes')).toMatchObject({ code: 0 });
  });

  it('set does not replace one that was set while it asked', async () => {
    await run('set', 'umbrella', ...oidc, '--yes');
    const { context, stdin, stderr } = terminalContext(shell.env);
    const command = ['connection', 'set', 'umbrella', 'password'];
    const setting = createProgram(context).parseAsync(command, { from: 'user' });
    await once(stderr, 'data');
    await run('set', 'umbrella', ...oidc, '--grant', 'code', '--yes');
    stdin.write('y\n');
    await expect(setting).rejects.toMatchObject({ code: 'precondition_failed' });
    expect(await stored('umbrella')).toMatchObject({ kind: 'oidc', default_response_type: 'code' });
  });

  it.each([[['oidc']], [['oidc', '--issuer', 'https://x.example']], [['saml']]])(
    'set exits with 2 at %j',
    async (args) => {
      expect(await run('set', 'umbrella', ...args)).toMatchObject({ code: 2, stdout: '' });
    },
  );

  it('test shows all findings, and what the company registers', async () => {
    const { code, stdout } = await run('test', 'acme');
    expect(stdout).toMatch(/^ok +reachable +.+ responds\.$/m);
    expect(stdout).toContain(`${server.url}/sign-in/callback/acme`);
    expect(stdout).not.toMatch(/^fault/m);
    expect(code).toBe(0);
  });

  it('test exits with 1 and shows faults with their cures', async () => {
    await run('set', 'umbrella', ...oidc, '--yes');
    const { code, stdout } = await run('test', 'umbrella', '--issuer', 'https://127.0.0.1:9');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^fault +address +.+\n +→ .*LATCHKEY_PRIVATE_PROVIDERS/m);
    const other = await run('test', 'umbrella', '--issuer', `${provider.issuer}/other`, '--json');
    expect(other.code).toBe(1);
    expect((JSON.parse(other.stdout) as Test).ok).toBe(false);
  });

  it('delete asks first, and then deletes', async () => {
    await run('set', 'initech', 'password', '--yes');
    expect(await run('delete', 'initech')).toMatchObject({ code: 2 });
    expect(await run('delete', 'initech', '--yes')).toMatchObject({ code: 0 });
    expect(await run('show', 'initech')).toMatchObject({ code: 1 });
    expect(await stored('initech')).toBe(null);
  });
});
