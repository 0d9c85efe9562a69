import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from '../support/client.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { type Finished, start } from '../support/run.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

const missing = ['bash', 'curl', 'jq'].filter((program) => !isThere(program));
if (missing.length > 0) {
  process.stderr.write(`SKIPPED the walk through the Admin API: no ${missing.join(', no ')}.\n`);
}

/** Every command of the page, one after the other, in one shell: somebody who copies them from top to bottom. */
(missing.length > 0 ? describe.skip : describe)('the page on the Admin API', () => {
  let server: TestServer;
  let provider: IdentityProvider;
  let walked: Finished;
  beforeAll(async () => {
    provider = await IdentityProvider.start();
    server = await startServer({ env: { LATCHKEY_PRIVATE_PROVIDERS: provider.host } });
    const page = readFileSync('docs/pages/admin-api.md', 'utf8');
    const script = [...page.matchAll(/^```sh walk\n([^]*?)^```$/gm)]
      .map(([, code = '']) => code)
      .join('\n')
      .replaceAll('http://localhost:8080', server.url)
      .replaceAll('https://login.acme.test', provider.url);
    const env = {
      PATH: `${latchkeyFolder()}:${process.env['PATH'] ?? ''}`,
      LATCHKEY_DATA_DIR: server.config.dataDir,
      LATCHKEY_DEMO: 'off',
    };
    walked = await start('bash', ['-euo', 'pipefail', '-c', script], env).finished;
  }, 60_000);
  afterAll(async () => {
    await server.close();
    await provider.close();
  });

  it('works from top to bottom', () => {
    expect(walked).toMatchObject({ code: 0 });
  });

  it('leaves what it says: a person who may sign in', async () => {
    const { store } = server;
    expect((await store.products.findByCode('desktop-pro'))?.name).toBe('Desktop Professional');
    const account = await store.customerAccounts.findByCode('acme');
    expect(account?.connection).toMatchObject({ enabled: true, issuer: provider.url });
    const [apiKey = '', sharedKey = ''] = [...walked.stdout.matchAll(/_key": "([\w-]+)"/g)].map(
      ([, value]) => value,
    );
    const { body } = await createClient(server, { apiKey, sharedKey }).call('getSsoUrl', {
      query: { product: 'desktop-pro', customer_account_code: 'acme' },
    });
    expect(body['url']).toContain('response_type=code');
  });

  it('shows what is wrong with a connection, and what to register', () => {
    expect(walked.stdout).toContain(`"${server.url}/sign-in/callback/acme"`);
    expect(walked.stdout).toContain('"name": "keys"');
    expect(walked.stdout).not.toContain('"ok": false');
  });
});

/** A folder with `latchkey` in it, as `npm install` makes one. */
function latchkeyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bin-'));
  const file = join(folder, 'latchkey');
  writeFileSync(file, `#!/bin/sh\nexec ${process.execPath} ${resolve('bin/latchkey.js')} "$@"\n`);
  chmodSync(file, 0o755);
  return folder;
}

function isThere(program: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
