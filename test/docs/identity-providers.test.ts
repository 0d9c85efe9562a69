import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../generated/openapi.d.ts';
import { identifyUser } from '../../src/connections/claims.ts';
import { DEFAULT_OIDC_SETTINGS } from '../../src/rules/oidc-connection.ts';
import { type AdminShell, createAdminShell } from '../support/admin-shell.ts';
import { build } from '../support/build.ts';
import { readPage } from '../support/page-walk.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

type Connection = components['schemas']['AdminOidcConnection'];
type Claims = Record<string, unknown>;

const ALICE = 'alice@acme.com';
const email = ALICE;
const verified = { email, email_verified: true };
const unverified = { email, email_verified: false };

/** What each provider sends, for the commands of its section in their order: the id token, and userinfo. */
const SENT: Record<string, readonly (readonly [idToken: Claims, userinfo?: Claims])[]> = {
  'Microsoft Entra ID': [[{ email }], [{ preferred_username: ALICE }], [{ email, xms_edov: '1' }]],
  Okta: [
    [{ email }, verified],
    [{}, verified],
    [{ email }, unverified],
  ],
  'Google Workspace': [[{ ...verified, hd: 'acme.com' }]],
  Keycloak: [[verified], [unverified]],
  Auth0: [[verified]],
  OneLogin: [[{ email }]],
  JumpCloud: [[verified]],
  PingOne: [[{}, verified]],
  'AD FS': [[{ upn: ALICE }, {}], [{ email, upn: ALICE }]],
  authentik: [[unverified]],
  'LemonLDAP::NG': [[{}, { email }]],
};

const page = await readPage('identity-providers');
const chapter = page.split(/^## /m).find((one) => one.startsWith('Provider by provider\n')) ?? '';
const sections = new Map(
  chapter
    .split(/^### /m)
    .slice(1)
    .map((one) => [one.slice(0, one.indexOf('\n')), one]),
);

/** The arguments of each command of a section. */
function commandsOf(section: string): string[][] {
  return [...section.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, code = '']) =>
    code.replaceAll('\\\n', ' ').trim().split(/\s+/),
  );
}

describe('the page on identity providers', () => {
  let server: TestServer;
  let shell: AdminShell;
  let secret: string;
  beforeAll(async () => {
    server = await startServer();
    shell = await createAdminShell(server);
    await build(server.store).account({ code: 'acme' }, null);
    secret = join(server.config.dataDir, 'acme.secret');
    await writeFile(secret, 'the client secret\n');
  });
  afterAll(() => server.close());

  const rows = Object.entries(SENT).flatMap(([name, all]) =>
    all.map(([idToken, userinfo], index) => ({ name, index, idToken, userinfo })),
  );

  it.each(rows)('has a working command for $name, no. $index', async (row) => {
    const { name, index, idToken, userinfo } = row;
    const [program, ...args] = commandsOf(sections.get(name) ?? '')[index] ?? [];
    expect(program).toBe('latchkey');
    const set = args.map((one) => (one === 'acme.secret' ? secret : one));
    const connection = await shell.json<Connection>(...set, '--yes');
    const told = { idToken: { sub: 's', ...idToken }, userinfo, grantedScope: undefined };
    const user = { subject: 's', email: ALICE };
    const rules = {
      trust: connection.trust,
      email_claim: connection.email_claim,
      required_claims: connection.required_claims,
    };
    expect(identifyUser(told, rules)).toEqual({ user });
    // It says no more than it has to.
    const isPlain = connection.trust === 'verified' && connection.email_claim === 'email';
    expect('user' in identifyUser(told, DEFAULT_OIDC_SETTINGS)).toBe(isPlain);
  });

  it('has no command that is not tried here', () => {
    const commands = [...sections].map(([name, section]) => [name, commandsOf(section).length]);
    const tried = Object.entries(SENT).map(([name, all]) => [name, all.length]);
    expect(commands.filter(([, count]) => count !== 0)).toEqual(tried);
  });

  it('has the same facts in its table and in its sections', () => {
    const table = page.matchAll(/^\| \[([^\],]+)[^\]]*\]\(#[\w-]+\) +\| `([^`]+)` +\| (.*) \|$/gm);
    const seen = [...table].map(([, name = '', issuer = '', needs = '']) => {
      const commands = commandsOf(sections.get(name) ?? '').map((one) => one.join(' '));
      const pattern = issuer.replaceAll('.', '\\.').replaceAll(/<.+?>/g, '[^/ ]+');
      expect(commands.join('\n')).toMatch(new RegExp(`--issuer ${pattern} `));
      for (const [, option = ''] of needs.matchAll(/`([^`]+)`/g)) {
        expect(commands.join('\n')).toContain(option.replace('<domain>', 'acme.com'));
      }
      return name;
    });
    expect(new Set(seen)).toEqual(new Set(Object.keys(SENT)));
  });
});
