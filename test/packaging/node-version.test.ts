import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { version } from '../../src/config/release.ts';
import { start } from '../support/run.ts';

/** Makes a program believe that it runs on an old Node.js. */
const OLD = "Object.defineProperty(process.versions, 'node', { value: '20.19.0' });";
const old = ['--import', `data:text/javascript,${encodeURIComponent(OLD)}`];

describe('on an old Node.js', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latchkey-node-'));
    await cp('bin', join(folder, 'bin'), { recursive: true });
    await cp('package.json', join(folder, 'package.json'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const run = (cwd: string, ...args: string[]) =>
    start(process.execPath, [...old, ...args], {}, { cwd }).finished;

  it('latchkey runs with the Node.js of the package "node"', async () => {
    expect(await run(resolve('.'), 'bin/latchkey.js', '--version')).toEqual({
      code: 0,
      stdout: `${version}\n`,
      stderr: '',
    });
    expect(await run(resolve('.'), 'bin/latchkey.js', 'nothing')).toMatchObject({ code: 2 });
  });

  it.each(['latchkey.js', 'check-node.js'])(
    '%s says which version is required when that package is missing',
    async (file) => {
      const { code, stdout, stderr } = await run(folder, `bin/${file}`);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(/^Latchkey needs Node\.js 24\.0 or newer; this is 20\.19\.0\.\n/);
    },
  );

  it('npm start says so first, and npm warns of no package', async () => {
    const { scripts, engines } = JSON.parse(await readFile('package.json', 'utf8')) as {
      scripts: Record<string, string>;
      engines: { node: string };
    };
    expect(scripts['prestart']).toMatch(/^node bin\/check-node\.js && \(/);
    expect(engines.node).toBe('>=20.19');
    expect(await readFile('.npmrc', 'utf8')).toMatch(/^loglevel=error$/m);
  });
});
