import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { http } from '../support/http.ts';
import { copyTree } from '../support/tree-copy.ts';

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

describe('an operation that was added to openapi.yaml only', () => {
  const tree = copyTree();
  beforeAll(() => tree.edit('openapi.yaml', '\npaths:\n', `\npaths:\n${PATH}`));
  afterAll(() => tree.remove());

  it('is reported by npm run generate:check', async () => {
    const { code, stderr } = await tree.generate('--check');
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/security\.d\.ts is out of date.*\n.*operations\.ts is/),
    });
  });

  it('is missed in src by whatever starts the server', async () => {
    expect((await tree.generate()).code).toBe(0);
    const { ended } = await tree.startServer();
    expect(ended?.stderr).toContain('src/metadata/getPing.ts');
  });

  it('is served once its own file is there, and no other was touched', async () => {
    tree.write('src/metadata/getPing.ts', OPERATION);
    const server = await tree.startServer();
    const { status, text } = await http(`${server.url}/api/v4/ping`);
    expect({ status, text }).toEqual({ status: 200, text: '{"answer":"pong"}' });
    await server.stop();
  });
});
