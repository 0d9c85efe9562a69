import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { type AdminShell, createAdminShell } from '../../support/admin-shell.ts';
import { createCustomer, type TestCustomer } from '../../support/customer.ts';
import { IdentityProvider } from '../../support/identity-provider.ts';
import { latchkeyProgram } from '../../support/programs.ts';
import { start } from '../../support/run.ts';
import { startServer, type TestServer } from '../../support/start-server.ts';
import { UserAgent } from '../../support/user-agent.ts';

describe('latchkey connection test --sign-in', () => {
  let provider: IdentityProvider;
  let server: TestServer;
  let shell: AdminShell;
  let customer: TestCustomer;
  beforeAll(async () => {
    provider = await IdentityProvider.start();
    server = await startServer({ env: { LATCHKEY_PRIVATE_PROVIDERS: provider.host } });
    shell = await createAdminShell(server);
    customer = await createCustomer(server, provider.connection());
  });
  beforeEach(() => {
    provider.reset();
    provider.claims = { email: customer.user.email };
  });
  afterAll(async () => {
    await server.close();
    await provider.close();
  });

  /** Runs it; `act` is given the URL once it is printed. */
  async function run(act: (url: string) => Promise<unknown>, ...args: string[]) {
    const command = [latchkeyProgram, 'connection', 'test', customer.code, '--sign-in', ...args];
    const { output, finished } = start(process.execPath, command, shell.env);
    let url: string | undefined;
    while (url === undefined) {
      url = /^http\S+\/sign-in\/test\/\S+$/m.exec(output.stderr)?.[0];
      await setTimeout(20);
    }
    await act(url);
    return finished;
  }
  const signIn = (url: string) => new UserAgent().follow(url);

  it('waits, and shows who signed in and the claims of the provider', async () => {
    const { code, stdout, stderr } = await run(signIn);
    expect(stderr).toMatch(/^Waiting until \S+Z; .+ Nothing is issued\.$/m);
    expect(stdout).toMatch(/^Sign-in +worked$/m);
    expect(stdout).toMatch(
      new RegExp(
        `^License user +${customer.user.email}, enabled, with a license of the account$`,
        'm',
      ),
    );
    expect(stdout).toMatch(new RegExp(`^id_token email +${customer.user.email}$`, 'm'));
    expect(code).toBe(0);
  });

  it('exits with 1 after a refusal, with the cause and who has to act', async () => {
    provider.claims = { email: customer.user.email, email_verified: false };
    const { code, stdout } = await run(signIn);
    expect(stdout).toMatch(/^Sign-in +was refused$/m);
    expect(stdout).toMatch(/^Cause +email_not_verified$/m);
    expect(stdout).toMatch(/^Who does it +the company's IT$/m);
    expect(code).toBe(1);
  });

  it('prints one document with --json, and the URL on stderr', async () => {
    const { code, stdout } = await run(signIn, '--json');
    const test = JSON.parse(stdout) as components['schemas']['TestSignIn'];
    expect(test).toMatchObject({ state: 'signed_in', email: customer.user.email });
    expect(code).toBe(0);
  });

  it('exits with 1 when nobody returned, and says where to look', async () => {
    const { code, stdout, stderr } = await run(async (url) => {
      await new UserAgent().get(url);
      server.clock.advance(10 * 60_000);
    });
    expect(stderr).toContain('The provider did not redirect back.');
    expect(stdout).toMatch(/^Sign-in +has expired$/m);
    expect(code).toBe(1);
  });

  it('cannot be used with --issuer', async () => {
    const args = ['connection', 'test', customer.code, '--sign-in', '--issuer', 'https://x.test'];
    expect(await shell.run(...args)).toMatchObject({ code: 2 });
  });
});
