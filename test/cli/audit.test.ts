import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../generated/openapi.d.ts';
import { type AdminShell, createAdminShell } from '../support/admin-shell.ts';
import { start } from '../support/run.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

type Entry = components['schemas']['AuditEntry'];

describe('latchkey audit', () => {
  let server: TestServer;
  let shell: AdminShell;
  let product: { id: number };
  beforeAll(async () => {
    server = await startServer();
    shell = await createAdminShell(server);
    product = await shell.json('product', 'create', 'desktop', '--name', 'Desktop');
    await shell.json('product', 'archive', 'desktop');
  });
  afterAll(() => server.close());

  const actions = async (...args: string[]) => {
    const { items } = await shell.json<{ items: Entry[] }>('audit', 'list', ...args);
    return items.map(({ action }) => action);
  };

  it('list shows who did what, newest first', async () => {
    const { code, stdout } = await shell.run('audit', 'list');
    expect(code).toBe(0);
    const [head, newest] = stdout.split('\n');
    expect(head).toMatch(/^Time +Who +Action +Outcome +What +From$/);
    expect(newest).toMatch(
      new RegExp(
        `^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d +test +updateProduct +done +product ${product.id} `,
      ),
    );
  });

  it('list filters', async () => {
    expect(await actions('--action', 'createProduct')).toEqual(['createProduct']);
    const id = String(product.id);
    expect(await actions('--subject-kind', 'product', '--subject', id)).toEqual([
      ...['updateProduct', 'createProduct'],
    ]);
    expect(await actions('--actor', String(shell.tokenId), '--limit', '1')).toEqual([
      'updateProduct',
    ]);
    expect(await actions('--outcome', 'refused')).toEqual([]);
    expect(await actions('--from', '2100-01-01')).toEqual([]);
    expect(await actions('--to', '2020-01-01T00:00:00Z')).toEqual([]);
  });

  it('list --follow prints what happens from now on', async () => {
    const args = ['bin/latchkey.js', 'audit', 'list', '--follow', '--json'];
    const { child, output } = start(process.execPath, args, shell.env);
    try {
      await setTimeout(3_000);
      await shell.json('product', 'unarchive', 'desktop');
      while (!output.stdout.includes('\n')) await setTimeout(100);
      expect(JSON.parse(output.stdout)).toMatchObject({ action: 'updateProduct' });
    } finally {
      child.kill('SIGKILL');
    }
  });
});
