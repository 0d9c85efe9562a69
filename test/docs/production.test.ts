import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDatabase, dialect, type TestDatabase } from '../support/database.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { createWalk, readBlocks, scriptOf, type Walk } from '../support/page-walk.ts';
import { type RoundRobin, startRoundRobin } from '../support/round-robin.ts';
import { freePort } from '../support/server-process.ts';

const ALICE = 'alice@acme.test';

/** Starts a server on each port, which stays in the background until the walk ends. */
function startOn(ports: readonly number[]): (code: string) => string {
  const ready = (port: number) =>
    `until node -e 'fetch("http://localhost:${port}/health/ready").then(({ok})=>process.exit(ok?0:1),()=>process.exit(1))'; do sleep 0.2; done`;
  return (code) =>
    ports
      .map((port) => `PORT=${port} ${code.trim()} > ${port}.log 2>&1 &\n${ready(port)}\n`)
      .join('');
}

// Two servers on PostgreSQL, behind a proxy that takes them in turn; one on SQLite.
describe('the commands of the page "From zero to production"', () => {
  let walk: Walk;
  let provider: IdentityProvider;
  let proxy: RoundRobin;
  let database: TestDatabase;
  let ports: number[];
  beforeAll(async () => {
    walk = await createWalk();
    provider = await IdentityProvider.start();
    provider.claims = { email: ALICE, email_verified: true };
    database = await createDatabase({ empty: true });
    ports = [await freePort()];
    if (dialect() === 'postgres') ports.push(await freePort());
    proxy = await startRoundRobin(ports);
    // What opens browsers is played: the provider signs everybody in as Alice.
    await walk.addProgram('xdg-open', `exec node ${resolve('test/support/play-user.ts')} "$1"`);
  });
  afterAll(async () => {
    await proxy.close();
    await provider.close();
    await database.drop();
    await walk.remove();
  });

  /** The page has the names of somebody's own machines in the place of ours. */
  function onThisMachine(code: string): string {
    return code
      .replaceAll('https://licenses.example.com', proxy.url)
      .replaceAll('https://login.acme.example', provider.url)
      .replaceAll('--client-id latchkey', `--client-id ${provider.clientId}`)
      .replaceAll('the client secret', provider.clientSecret)
      .replaceAll('/var/lib/latchkey', join(walk.folder, 'data'))
      .replace(/postgres:\/\/\S+/, database.database)
      .replaceAll('8080', String(ports[0]));
  }

  it('lead to a license that is activated after a sign-in', async () => {
    const blocks = await readBlocks('production');
    const script = scriptOf(
      blocks.map(({ info, code }) => ({ info, code: onThisMachine(code) })),
      {
        // The test of the package does it.
        'sh install': () => '',
        'sh server': startOn(ports),
        'sh sqlite': (code) => (dialect() === 'sqlite' ? code : ''),
        'sh postgres': (code) => (dialect() === 'postgres' ? code : ''),
      },
    );
    const { code, output } = await walk.run(`trap 'kill $(jobs -p)' EXIT\n${script}`, {
      LATCHKEY_PRIVATE_PROVIDERS: provider.host,
    });
    if (code !== 0) throw new Error(`the walk ended with ${code ?? 'a signal'}:\n${output}`);
    expect(output).toContain('this device holds a seat');
    // Who has no name is known by the address alone, in line with everything else.
    expect(output).toMatch(new RegExp(`^ {3}User {10}<${ALICE}>$`, 'm'));
    expect(output).toContain('activateLicense');
    expect(new Set(proxy.answers.map(({ port }) => port))).toEqual(new Set(ports));
  }, 120_000);
});
