import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { http } from '../support/http.ts';
import { freePort, untilReady } from '../support/server-process.ts';
import { start } from '../support/run.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const copy = mkdtempSync(join(tmpdir(), 'latchkey-recipe-'));

const PATH = `  /api/v4/ping:
    get:
      operationId: getPing
      tags: [metadata]
      summary: Get an answer
      security: []
      responses:
        '200':
          description: The answer.
          content:
            application/json:
              schema: { type: object, properties: { answer: { type: string } }, required: [answer] }
`;
const OPERATION = `import type { PublicOperation } from '../contract/operation.ts';

export const getPing: PublicOperation<'getPing'> = () =>
  Promise.resolve({ status: 200, body: { answer: 'pong' } });
`;

/** Runs a program in the copy of the tree. */
const run = (args: readonly string[], env?: Record<string, string>) =>
  start(process.execPath, args, env, { cwd: copy });
const generate = (...args: string[]) => run(['packaging/generate-operations.ts', ...args]).finished;

/** Starts the server of the copy. */
const startServer = (port: number) =>
  run(['src/server.ts'], { PORT: String(port), LATCHKEY_DATA_DIR: 'data' });

describe('an operation without data, added to a copy of the tree', () => {
  beforeAll(() => {
    for (const path of ['src', 'generated', 'packaging', 'openapi.yaml', 'package.json']) {
      cpSync(join(root, path), join(copy, path), { recursive: true });
    }
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
    const contract = readFileSync(join(copy, 'openapi.yaml'), 'utf8');
    writeFileSync(join(copy, 'openapi.yaml'), contract.replace('\npaths:\n', `\npaths:\n${PATH}`));
  });
  afterAll(() => rmSync(copy, { recursive: true }));

  it('is missed in generated/ by npm run generate:check', async () => {
    const { code, stderr } = await generate('--check');
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/security\.d\.ts is out of date.*\n.*operations\.ts is/),
    });
  });

  it('is missed in src by whatever starts the server', async () => {
    expect((await generate()).code).toBe(0);
    const { stderr } = await startServer(await freePort()).finished;
    expect(stderr).toContain('src/metadata/getPing.ts');
  });

  it('is served once its own file is there, and no other was touched', async () => {
    writeFileSync(join(copy, 'src/metadata/getPing.ts'), OPERATION);
    const port = await freePort();
    const { child, finished } = startServer(port);
    const url = `http://localhost:${port}`;
    await untilReady(url);
    const { status, text } = await http(`${url}/api/v4/ping`);
    expect({ status, text }).toEqual({ status: 200, text: '{"answer":"pong"}' });
    child.kill();
    await finished;
  });
});
