import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { type AdminShell, createAdminShell } from '../../support/admin-shell.ts';
import { build } from '../../support/build.ts';
import { createClient } from '../../support/client.ts';
import { latchkeyProgram } from '../../support/programs.ts';
import { start } from '../../support/run.ts';
import { startServer, type TestServer } from '../../support/start-server.ts';

type Entry = components['schemas']['AuditEntry'];

const password = 'correct horse battery staple';

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
        `^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d +test +updateProduct +done +product desktop `,
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
    expect(await actions('--since', '2100-01-01')).toEqual([]);
    expect(await actions('--until', '2020-01-01T00:00:00Z')).toEqual([]);
  });

  it('list shows in one command why a user was refused', async () => {
    const make = build(server.store);
    const client = createClient(server, await make.apiKey());
    const [bob, other] = [await make.user({ password }), await make.user({ password })];
    const hardware_id = randomUUID();
    for (const { email: username } of [bob, other]) {
      const body = { product: 'desktop', username, password, hardware_id };
      await client.refused('activateLicense', { body });
    }
    const why = ['audit', 'list', '--email', bob.email, '--outcome', 'refused'];
    const { stdout } = await shell.run(...why);
    expect(stdout.split('\n')[1]).toContain(`${bob.email}  activateLicense  archived_product`);
    const whole = await shell.run(...why, '--detail');
    for (const [name, value] of [
      ['User', bob.email],
      ['Product', 'desktop'],
      ['Hardware id', hardware_id],
      ['message', 'Provided product is archived'],
    ] as const) {
      expect(whole.stdout).toMatch(new RegExp(`^${name} +${value}`, 'm'));
    }
    expect(whole.stdout).not.toContain(other.email);
    expect(whole.stdout).not.toContain('Repeated');
    const again = { product: 'desktop', username: bob.email, password, hardware_id };
    await client.refused('activateLicense', { body: again });
    expect((await shell.run(...why)).stdout).toContain('archived_product, 2 times');
    expect((await shell.run(...why, '--detail')).stdout).toMatch(/^Repeated +2 times/m);
  });

  it('list filters by user, device, product, code and request', async () => {
    const { items } = await shell.json<{ items: Entry[] }>('audit', 'list', '--outcome', 'refused');
    const [entry] = items;
    const filters = [
      ['--email', String(entry?.email).toUpperCase()],
      ['--user', String(entry?.email)],
      ['--hardware-id', String(entry?.hardware_id)],
      ['--product', 'desktop'],
      ['--code', 'archived_product'],
      ['--request-id', String(entry?.request_id)],
    ];
    for (const [name = '', value = ''] of filters) {
      const some = await actions(name, value);
      expect({ name, found: some.includes('activateLicense') }).toEqual({ name, found: true });
    }
    expect(await actions('--license-key', 'NONE-OF-OURS')).toEqual([]);
    expect(await actions('--hardware-id', 'none of ours')).toEqual([]);
  });

  it('list --follow prints new entries', async () => {
    const args = [latchkeyProgram, 'audit', 'list', '--follow', '--json'];
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
