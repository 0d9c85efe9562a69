import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Command } from 'commander';
import { listCommand } from '../../../src/cli/lib/list.ts';
import { type AdminShell, createAdminShell } from '../../support/admin-shell.ts';
import { build } from '../../support/build.ts';
import { startServer, type TestServer } from '../../support/start-server.ts';

interface List {
  items: { code: string }[];
  total: number;
}

// Of products; every list is printed by the same function.
describe('a list', () => {
  const COUNT = 203;
  let server: TestServer;
  let shell: AdminShell;
  beforeAll(async () => {
    server = await startServer();
    shell = await createAdminShell(server);
    await server.store.transaction(async (tables) => {
      for (let n = 1; n <= COUNT; n++) {
        await build({ ...server.store, ...tables }).product({
          code: `p-${n}`,
          name: `Product ${n}`,
        });
      }
    });
  });
  afterAll(() => server.close());

  const list = (...options: string[]) => shell.run('product', 'list', ...options);

  it('has 50 lines by default, and shows how many there are', async () => {
    const { stdout, stderr } = await list();
    expect(stdout.trimEnd().split('\n')).toHaveLength(51);
    expect(stderr).toBe(`50 of ${COUNT}; --all shows all.\n`);
  });

  it.each([
    ['offers', ['limit', 'cursor', 'q'], true],
    ['does not offer', ['limit', 'cursor'], false],
  ])('%s --find when its parameters are %j', (_, parameters, offered) => {
    const help = listCommand(new Command(), 'list all', parameters).helpInformation();
    expect(help.includes('--find <text>')).toBe(offered);
  });

  it.each([
    [['--limit', '7'], 7],
    [['--limit', '202'], 202],
    [['--limit', '999'], COUNT],
    [['--all'], COUNT],
  ])('has with %j each line once: %i', async (options, count) => {
    const { items, total } = await shell.json<List>('product', 'list', ...options);
    expect(new Set(items.map(({ code }) => code)).size).toBe(count);
    expect(items).toHaveLength(count);
    expect(total).toBe(COUNT);
  });

  it('has columns that fit 80 characters', async () => {
    const { stdout } = await list('--limit', '3');
    const [head = '', ...rows] = stdout.trimEnd().split('\n');
    expect(head).toMatch(/^ID +Code +Name +Method +State +Created$/);
    for (const line of [head, ...rows]) {
      expect(line.length).toBeLessThanOrEqual(80);
      expect(line).toBe(line.trimEnd());
      expect(rows.every((row) => row[head.indexOf('Name') - 1] === ' ')).toBe(true);
    }
  });

  it('has no colours without a terminal', async () => {
    const { stdout, stderr } = await list();
    expect(stdout + stderr).not.toContain('\u001b');
  });

  it('says on stderr that it is empty', async () => {
    expect(await list('--archived')).toEqual({ code: 0, stdout: '', stderr: 'No results.\n' });
    expect(await shell.json<List>('product', 'list', '--archived')).toEqual({
      items: [],
      total: 0,
    });
  });

  it.each(['0', '-5', 'ten', ''])('exits with 2 for the limit "%s"', async (limit) => {
    expect(await list(`--limit=${limit}`)).toMatchObject({ code: 2, stdout: '' });
  });
});
