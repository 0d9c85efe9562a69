import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { start } from '../support/run.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { needing } from '../support/needing.ts';

/** A command to copy out of the docs, and what they say it prints, `…` standing for anything. */
interface Recipe {
  readonly page: string;
  readonly script: string;
  readonly prints: string | undefined;
}

const folder = 'docs/pages';
const recipes: Recipe[] = readdirSync(folder).flatMap((page) => {
  const text = readFileSync(join(folder, page), 'utf8');
  const blocks = text.matchAll(/^```sh recipe\n([^]*?)^```\n+(?:It prints `([^`]+)`)?/gm);
  return [...blocks].map(([, script = '', prints]) => ({ page, script, prints }));
});

const missing = ['bash', 'curl', 'openssl'].filter((program) => !isThere(program));

needing(missing.join(' and '), missing.length === 0).describe('a recipe of the docs', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ demo: true });
  });
  afterAll(() => server.close());

  it('a recipe exists for signing requests and for verifying responses', () => {
    const pages = recipes.map(({ page }) => page);
    expect(pages).toEqual(expect.arrayContaining(['request-signing.md', 'verifying-answers.md']));
  });

  it.each(recipes)('the recipe works and prints what $page says', async ({ script, prints }) => {
    const env = { LATCHKEY_URL: server.url, LATCHKEY_DATA_DIR: server.config.dataDir };
    const { code, stdout, stderr } = await start(
      'bash',
      ['--norc', '-euo', 'pipefail', '-c', script],
      env,
    ).finished;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trim()).toMatch(patternOf(prints ?? 'The page does not say what it prints.'));
  });
});

function patternOf(prints: string): RegExp {
  const parts = prints.split('…').map((part) => part.replaceAll(/[^\w ]/g, '\\$&'));
  return new RegExp(`^${parts.join('.+')}$`);
}

function isThere(program: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
