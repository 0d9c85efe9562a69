import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { copyTree } from '../support/tree-copy.ts';

const MIGRATION = `import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql\`alter table licenses add column recipe_field text default '' not null\`.execute(db);
}
`;

describe('a field of licenses, added to a copy of the tree', () => {
  const tree = copyTree();
  let server: Awaited<ReturnType<typeof tree.startServer>> | undefined;
  let token = '';
  beforeAll(async () => {
    // The contract: the schema of what is shown, and of what is created and changed.
    tree.edit(
      'openapi.yaml',
      /^( +)note: (\{ type: string, .*)$/gm,
      '$1note: $2\n$1recipe_field: $2',
    );
    tree.edit('openapi.yaml', /, note, (?=[^\]]*\]$)/m, ', note, recipe_field, ');
    expect((await tree.generate()).code).toBe(0);
    tree.edit(
      'src/rules/license-terms.ts',
      '  note: text,',
      '  note: text,\n  recipe_field: text,',
    );
    tree.write('src/store/migrations/9999-recipe-field.ts', MIGRATION);

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
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    return stdout;
  }

  it('is created, changed and shown by the command line, through the Admin API', async () => {
    const create = ['--product', 'keyed', '--recipe-field', 'on the first floor', '--json'];
    const made = JSON.parse(await latchkey('license', 'create', ...create)) as { id: number };
    expect(made).toMatchObject({ recipe_field: 'on the first floor' });
    await latchkey('license', 'update', String(made.id), '--recipe-field', 'in the cellar');
    expect(await latchkey('license', 'show', String(made.id))).toMatch(
      /Recipe field +in the cellar/,
    );
  });

  it('is imported and exported', async () => {
    tree.write('licenses.csv', 'product,license_key,recipe_field\nkeyed,KEY-1,at the window\n');
    await latchkey('import', 'licenses', 'licenses.csv');
    const rows = await latchkey('export', 'licenses', '--product', 'keyed', '--format', 'jsonl');
    expect(rows).toMatch(/"license_key":"KEY-1".*"recipe_field":"at the window"/);
  });
});
