import { cp, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSession } from '../support/database.ts';
import { bundled } from '../support/programs.ts';
import { type Running, start } from '../support/run.ts';
import { freePort, untilReady } from '../support/server-process.ts';

/** Says of each Node.js that runs a program what it was started with. */
const SAY = `console.error(JSON.stringify({
  pid: process.pid, options: process.execArgv, threads: process.env.UV_THREADPOOL_SIZE }))`;

let folder: string;
let program: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-program-'));
  await cp('bin', join(folder, 'bin'), { recursive: true });
  await cp('package.json', join(folder, 'package.json'));
  await symlink(bundled, join(folder, 'dist'));
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
  program = join(folder, 'bin/latchkey.js');
});
afterAll(() => rm(folder, { recursive: true }));

/** Starts the program of the package, as it would be installed in this folder. */
async function startProgram(
  name: string,
  ...options: string[]
): Promise<Running & { url: string }> {
  const port = String(await freePort());
  const running = start(process.execPath, [...options, program, 'start'], {
    PORT: port,
    LATCHKEY_DATA_DIR: join(folder, name),
    LATCHKEY_DEMO: 'off',
  });
  return { ...running, url: `http://localhost:${port}` };
}

describe('latchkey start, as the package has it,', () => {
  it('goes on in the same process, with options for a small server', async () => {
    const say = `data:text/javascript,${encodeURIComponent(SAY)}`;
    const server = await startProgram('options', '--import', say);
    expect(await untilReady(server.url, server)).toBeUndefined();
    server.child.kill('SIGINT');
    const { code, stderr } = await server.finished;
    const [first, second, ...others] = stderr.trim().split('\n').map(parse);
    expect({ code, others }).toEqual({ code: 0, others: [] });
    expect(first).toMatchObject({ pid: server.child.pid });
    expect(second).toMatchObject({
      pid: server.child.pid,
      options: expect.arrayContaining([
        expect.stringMatching(/^--max-semi-space-size=/),
        '--import',
        say,
      ]),
      threads: String(availableParallelism()),
    });
  });

  it('logs errors with the files and lines of the sources', async () => {
    const server = await startProgram('logged');
    expect(await untilReady(server.url, server)).toBeUndefined();
    const session = await openSession(join(folder, 'logged/latchkey.db'));
    await session.query('alter table signing_keys rename to lost');
    await session.close();
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(503);
    while (!server.output.stdout.includes('not ready')) await pause(20);
    server.child.kill('SIGINT');
    const { stdout } = await server.finished;
    const { err } = stdout
      .trim()
      .split('\n')
      .map(parse)
      .find(({ msg }) => msg === 'not ready') as {
      err: { stack: string };
    };
    // An asynchronous call may be named by the line after it.
    expect(Object.keys(await placesIn(err.stack))).toEqual(
      expect.arrayContaining(['src/store/tables/signing-keys.ts', 'src/health/readiness.ts']),
    );
  });

  it('prints an error that nobody expected with the files and lines of the sources', async () => {
    // A folder in place of the file.
    await mkdir(join(folder, 'unexpected/secret-key'), { recursive: true, mode: 0o700 });
    const { finished } = await startProgram('unexpected');
    const { code, stderr } = await finished;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: EISDIR/);
    expect(await placesIn(stderr)).toMatchObject({
      'src/keys/read-or-create.ts': "return readFileSync(file, 'utf8');",
    });
  });
});

function parse(line: string): Record<string, unknown> {
  return JSON.parse(line) as Record<string, unknown>;
}

/** The lines of the sources that a stack names, by their files. */
async function placesIn(stack: string): Promise<Record<string, string>> {
  const places = [...stack.matchAll(/\b(src\/[\w./-]+\.ts):(\d+):\d+/g)];
  const lines = places.map(async ([, file = '', line]) => {
    const text = await readFile(file, 'utf8');
    return [file, text.split('\n')[Number(line) - 1]?.trim()] as const;
  });
  return Object.fromEntries(await Promise.all(lines)) as Record<string, string>;
}
