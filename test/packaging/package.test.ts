import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { version } from '../../src/config/release.ts';
import { readBlocks } from '../support/page-walk.ts';
import { type Running, start } from '../support/run.ts';
import { freePort, untilReady } from '../support/server-process.ts';
import { npmEnv } from './npm-env.ts';

describe('the package of npm pack, installed in an empty folder,', () => {
  let folder: string;
  const running: Running[] = [];

  /** Starts a program there, as the leader of a group that ends together: npx has children. */
  function run(program: string, args: readonly string[], more: Record<string, string> = {}) {
    const started = start(program, args, { ...npmEnv, ...more }, { cwd: folder, detached: true });
    running.push(started);
    return started;
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latchkey-package-'));
    const pack = await start('npm', ['pack', '--pack-destination', folder], npmEnv).finished;
    if (pack.code !== 0) throw new Error(pack.stderr);
    // As the page "From zero to production" does it.
    const code = (await readBlocks('production')).find(({ info }) => info === 'sh install')?.code;
    const quiet = { npm_config_audit: 'false', npm_config_fund: 'false' };
    const install = await run('bash', ['-c', code ?? 'exit 1'], {
      npm_config_prefer_offline: 'true',
      ...quiet,
    }).finished;
    if (install.code !== 0) throw new Error(install.stderr);
  }, 180_000);

  afterAll(async () => {
    for (const { child } of running) {
      const { pid, exitCode, signalCode } = child;
      if (pid !== undefined && exitCode === null && signalCode === null)
        process.kill(-pid, 'SIGKILL');
    }
    await rm(folder, { recursive: true, force: true });
  });

  const inPackage = (...path: string[]) => join(folder, 'node_modules/latchkey', ...path);

  it('contains the compiled files, the docs and the contract, and no development files', async () => {
    expect((await readdir(inPackage())).sort()).toEqual([
      ...['LICENSE', 'README.md', 'bin', 'dist', 'package.json'],
    ]);
    expect((await readdir(inPackage('dist'))).sort()).toEqual([
      ...['chunks', 'docs', 'examples', 'generated', 'libraries', 'openapi.yaml'],
      ...['package.json', 'src'],
    ]);
    expect(existsSync(join(folder, 'node_modules/typescript'))).toBe(false);
    expect(existsSync(join(folder, 'node_modules/jest'))).toBe(false);
  });

  it('has the version of the repository', async () => {
    const { stdout } = await run('npx', ['latchkey', '--version']).finished;
    expect(stdout).toBe(`${version}\n`);
  });

  it('shows the line of the source for an error', async () => {
    const map = await readFile(inPackage('dist/src/cli/main.js.map'), 'utf8');
    const { sources = [], sourcesContent = [] } = JSON.parse(map) as Record<string, string[]>;
    const place = sources.indexOf('../../../src/cli/main.ts');
    expect(sourcesContent[place]).toBe(await readFile('src/cli/main.ts', 'utf8'));
  });

  describe('npx latchkey start', () => {
    let server: Running;
    let url: string;
    let settings: Record<string, string>;
    beforeAll(async () => {
      const port = String(await freePort());
      url = `http://localhost:${port}`;
      settings = { PORT: port, LATCHKEY_LOG_LEVEL: 'warn' };
      server = run('npx', ['latchkey', 'start'], settings);
      expect(await untilReady(url, server)).toBeUndefined();
    });

    it('starts the demo', async () => {
      expect(existsSync(join(folder, 'data/demo.json'))).toBe(true);
      expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    });

    it.each(['/docs/', '/docs/reference.html', '/openapi.yaml', '/assets/style.css', '/'])(
      'serves %s',
      async (path) => {
        const response = await fetch(url + path);
        expect(response.status).toBe(200);
        expect((await response.text()).length).toBeGreaterThan(500);
      },
    );

    it.each(['code', 'token'])('lets npx latchkey try sign in with the grant %s', async (grant) => {
      const options = ['latchkey', 'try', '--as', 'alice@acme.test', '--grant', grant, '--json'];
      const { code, stdout, stderr } = await run('npx', options, settings).finished;
      expect({ code, stderr: withoutNpm(stderr) }).toEqual({ code: 0, stderr: '' });
      expect(JSON.parse(stdout)).toMatchObject({ user: { email: 'alice@acme.test' } });
    });

    it('makes npx latchkey try show a refusal', async () => {
      const options = ['latchkey', 'try', '--as', 'bob@acme.test'];
      const { code, stderr } = await run('npx', options, settings).finished;
      expect(code).toBe(1);
      expect(stderr).toContain('✗ license_not_found  ');
    });

    it('exits on Ctrl-C with all its processes', async () => {
      process.kill(-(server.child.pid ?? 0), 'SIGINT');
      await server.finished;
      await expect(fetch(url)).rejects.toThrow('fetch failed');
    });
  });
});

/** npm has things to say of its own about the machine it runs on. */
function withoutNpm(stderr: string): string {
  return stderr.replaceAll(/^npm .*\n/gm, '');
}
