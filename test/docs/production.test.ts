import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDatabase, dialect, type TestDatabase } from '../support/database.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { type RoundRobin, startRoundRobin } from '../support/round-robin.ts';
import { freePort } from '../support/server-process.ts';

interface Block {
  /** `sh`, or `sh` and who it is for. */
  readonly info: string;
  readonly code: string;
}

const ALICE = 'alice@acme.test';

/** What the page has people type, in this order. */
async function readBlocks(): Promise<Block[]> {
  const page = await readFile('docs/pages/production.md', 'utf8');
  return [...page.matchAll(/^```(sh.*)\n([^]*?)^```$/gm)].map(([, info = '', code = '']) => ({
    info,
    code,
  }));
}

/** The whole walk as one script. Servers stay in the background until it ends. */
function script(blocks: readonly Block[], ports: readonly number[]): string {
  const ready = (port: number) =>
    `until node -e 'fetch("http://localhost:${port}/health/ready").then(({ok})=>process.exit(ok?0:1),()=>process.exit(1))'; do sleep 0.2; done`;
  const steps = blocks
    .filter(({ info }) => ['sh', 'sh server', `sh ${dialect}`].includes(info))
    .map(({ info, code }) =>
      info === 'sh server'
        ? ports.map((port) => `PORT=${port} ${code.trim()} > ${port}.log 2>&1 &\n${ready(port)}\n`)
        : code,
    );
  return ['set -euo pipefail', `trap 'kill $(jobs -p)' EXIT`, ...steps.flat()].join('\n');
}

// Two servers on PostgreSQL, behind a proxy that takes them in turn; one on SQLite.
describe('the commands of the page "From zero to production"', () => {
  let folder: string;
  let provider: IdentityProvider;
  let proxy: RoundRobin;
  let database: TestDatabase;
  let ports: number[];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latchkey-production-'));
    provider = await IdentityProvider.start();
    provider.claims = { email: ALICE, email_verified: true };
    database = await createDatabase({ empty: true });
    ports = [await freePort()];
    if (dialect === 'postgres') ports.push(await freePort());
    proxy = await startRoundRobin(ports);
    // In a clone `npx latchkey` runs this file. What opens browsers is played: the provider signs everybody in as Alice.
    await command('npx', `shift\nexec node ${resolve('bin/latchkey.js')} "$@"`);
    await command('xdg-open', `exec node ${resolve('test/support/play-user.ts')} "$1"`);
  });
  afterAll(async () => {
    await proxy.close();
    await provider.close();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  async function command(name: string, code: string): Promise<void> {
    await writeFile(join(folder, name), `#!/bin/sh\n${code}\n`);
    await chmod(join(folder, name), 0o755);
  }

  /** The page has the names of somebody's own machines in the place of ours. */
  function onThisMachine(code: string): string {
    return code
      .replaceAll('https://licenses.example.com', proxy.url)
      .replaceAll('https://login.acme.example', provider.url)
      .replaceAll('--client-id latchkey', `--client-id ${provider.clientId}`)
      .replaceAll('the client secret', provider.clientSecret)
      .replaceAll('/var/lib/latchkey', join(folder, 'data'))
      .replace(/postgres:\/\/\S+/, database.database)
      .replaceAll('8080', String(ports[0]));
  }

  it('lead to a license that is activated by a sign-in', async () => {
    const blocks = (await readBlocks()).map(({ info, code }) => ({
      info,
      code: onThisMachine(code),
    }));
    const { code, output } = await run(script(blocks, ports), {
      PATH: `${folder}:${process.env['PATH'] ?? ''}`,
      LATCHKEY_PRIVATE_PROVIDERS: provider.host,
    });
    if (code !== 0) throw new Error(`the walk ended with ${code ?? 'a signal'}:\n${output}`);
    expect(output).toContain('this device holds a seat');
    expect(output).toContain(ALICE);
    expect(output).toContain('activateLicense');
    for (const [, count] of proxy.answered) expect(count).toBeGreaterThan(0);
  }, 120_000);

  function run(
    text: string,
    env: Record<string, string>,
  ): Promise<{ code: number | null; output: string }> {
    const child = spawn('bash', ['--norc', '-c', text], {
      cwd: folder,
      env: { NO_COLOR: '1', ...env },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (part: string) => (output += part));
    }
    return new Promise((done) => child.on('close', (code) => done({ code, output })));
  }
});
