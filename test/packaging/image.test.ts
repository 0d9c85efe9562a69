import { existsSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { version } from '../../src/config/release.ts';
import { type Running, start } from '../support/run.ts';
import { freePort, untilReady } from '../support/server-process.ts';
import { buildImage, type Image } from './image.ts';

// There is no Docker where tests run: its instructions are followed without it.
describe('the image of the Dockerfile', () => {
  let folder: string;
  let image: Image;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latchkey-image-'));
    image = buildImage(process.cwd(), folder);
  }, 300_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** Runs what an instruction in its JSON form names, as the image would. */
  function run(command: string, env: Record<string, string> = {}, ...more: string[]): Running {
    const [program = '', ...args] = JSON.parse(command) as string[];
    const options = { cwd: image.workdir };
    return start(program, [...args, ...more], { ...image.env, ...env }, options);
  }

  const setting = (name: string) => image.settings[name] ?? '';

  it('runs on a major version of Node.js, and not as root', () => {
    expect(image.from).toMatch(/^node:\d+-slim$/);
    expect(setting('USER')).toBe('node');
  });

  it('contains no development files and nothing of this machine', () => {
    for (const absent of ['typescript', 'jest', 'node', '@redocly/cli', 'playwright-core']) {
      expect(existsSync(join(image.workdir, 'node_modules', absent))).toBe(false);
    }
    for (const absent of ['src', 'test', 'data', '.git', '.env']) {
      expect(existsSync(join(image.workdir, absent))).toBe(false);
    }
    const build = join(folder, 'stage-0/build');
    for (const absent of ['test', 'data', '.git', '.env', 'docs/site']) {
      expect(existsSync(join(build, absent))).toBe(false);
    }
  });

  it('stores its data in a volume that only its user can read', () => {
    const volume = join(image.root, setting('VOLUME'));
    expect(image.env['LATCHKEY_DATA_DIR']).toBe(volume);
    expect(statSync(volume).mode & 0o777).toBe(0o700);
  });

  it('runs every command of latchkey', async () => {
    const { code, stdout } = await run(setting('ENTRYPOINT'), {}, '--version').finished;
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${version}\n` });
  });

  it('starts, is healthy, and stops in time', async () => {
    const env = { PORT: String(await freePort()) };
    const health = () => {
      const [, command = ''] = / CMD (.+)$/.exec(setting('HEALTHCHECK')) ?? [];
      return run(command, env).finished;
    };
    const server = run(setting('ENTRYPOINT'), env, ...(JSON.parse(setting('CMD')) as string[]));
    try {
      expect(await untilReady(`http://localhost:${env.PORT}`, server)).toBeUndefined();
      expect(await health()).toEqual({ code: 0, stdout: '', stderr: '' });
      server.child.kill(setting('STOPSIGNAL') as NodeJS.Signals);
      expect(await server.finished).toMatchObject({ code: 0 });
      expect(await health()).toEqual({ code: 1, stdout: '', stderr: '' });
    } finally {
      server.child.kill('SIGKILL');
    }
  });
});
