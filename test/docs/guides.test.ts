import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createWalk, readBlocks, scriptOf, type Walk } from '../support/page-walk.ts';
import { missingOf } from '../support/run.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { needing } from '../support/needing.ts';

/** The pages on kinds of license, whose commands somebody copies from top to bottom. */
const guides = ['kinds-of-license', 'consumption', 'features', 'versions', 'floating'];

const missing = await missingOf('bash', 'jq');
needing(missing.join(' and '), missing.length === 0).describe('the commands of a guide', () => {
  let server: TestServer;
  let walk: Walk;
  beforeAll(async () => {
    server = await startServer({ demo: true });
    walk = await createWalk();
  });
  afterAll(async () => {
    await server.close();
    await walk.remove();
  });

  it.each(guides)('work from top to bottom: %s', async (page) => {
    const script = scriptOf(await readBlocks(page));
    const walked = await walk.run(script.replaceAll('http://localhost:8080', server.url), {
      LATCHKEY_DATA_DIR: server.config.dataDir,
    });
    expect(walked).toMatchObject({ code: 0 });
  });
});
