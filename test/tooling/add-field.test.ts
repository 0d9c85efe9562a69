import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { copyTree } from '../support/tree-copy.ts';

const MIGRATION = `import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql\`alter table licenses add column seat_note text default '' not null\`.execute(db);
}
`;

describe('a field of licenses, added to a copy of the tree', () => {
  const tree = copyTree();
  let server: Awaited<ReturnType<typeof tree.startServer>> | undefined;
  let token = '';
  beforeAll(async () => {
    // The contract: the schema of what is shown, and of what is created and changed.
    tree.edit('openapi.yaml', /^( +)(note: \{ type: string, .*)$/gm, '$1$2\n$1seat_$2');
    tree.edit(
      'openapi.yaml',
      'metadata, note, created_at',
      'metadata, note, seat_note, created_at',
    );
    expect((await tree.generate('fields')).code).toBe(0);
    tree.edit('src/rules/license-terms.ts', '  note: text,', '  note: text,\n  seat_note: text,');
    tree.write('src/store/migrations/0002-seat-note.ts', MIGRATION);

    server = await tree.startServer();
    token = (await latchkey('admin-token', 'create', 'test')).trim();
    await latchkey('product', 'create', 'keyed', '--name', 'Keyed', '--method', 'license-key');
  });
  afterAll(async () => {
    await server?.stop();
    tree.remove();
  });

  /** @returns what the command prints */
  async function latchkey(...args: string[]): Promise<string> {
    const env = { LATCHKEY_URL: server?.url ?? '', LATCHKEY_ADMIN_TOKEN: token };
    const { code, stdout, stderr } = await tree.run(['src/cli/main.ts', ...args], env).finished;
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) });
    return stdout;
  }

  it('is created, changed and shown by the command line, through the Admin API', async () => {
    const create = ['--product', 'keyed', '--seat-note', 'on the first floor', '--json'];
    const made = JSON.parse(await latchkey('license', 'create', ...create)) as { id: number };
    expect(made).toMatchObject({ seat_note: 'on the first floor' });
    await latchkey('license', 'update', String(made.id), '--seat-note', 'in the cellar');
    expect(await latchkey('license', 'show', String(made.id))).toMatch(/Seat note +in the cellar/);
  });

  it('is imported and exported', async () => {
    tree.write('licenses.csv', 'product,license_key,seat_note\nkeyed,KEY-1,at the window\n');
    await latchkey('import', 'licenses', 'licenses.csv');
    const rows = await latchkey('export', 'licenses', '--product', 'keyed', '--format', 'jsonl');
    expect(rows).toMatch(/"license_key":"KEY-1".*"seat_note":"at the window"/);
  });
});
