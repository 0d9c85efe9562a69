import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { start } from '../support/run.ts';

const fromRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** A tree of faults: what each file imports, and the rules that refuse it. */
const faults: Record<string, { imports?: readonly string[]; refusedBy: string[] }> = {
  'src/rules/upwards.ts': {
    imports: ['../web/response.ts'],
    refusedBy: ['rules-imports-upwards'],
  },
  'src/web/one.ts': { imports: ['./other.ts'], refusedBy: ['no-circle'] },
  'src/loose-importer.ts': { imports: ['./web/response.ts'], refusedBy: ['in-no-layer'] },
  'src/loose-orphan.ts': { refusedBy: ['in-no-layer'] },
  'src/cli/imports-loose.ts': {
    imports: ['../imported.ts'],
    refusedBy: ['cli-imports-upwards', 'in-no-layer'],
  },
  'src/cli/imports-unlisted.ts': {
    imports: ['../unlisted/file.ts'],
    refusedBy: ['cli-imports-upwards', 'in-no-layer'],
  },
  'src/sso/getTicket.ts': { imports: ['koa'], refusedBy: ['no-framework'] },
  'src/admin/customers/getOrder.ts': {
    imports: ['./getInvoice.ts'],
    refusedBy: ['operation-imports-operation'],
  },
  'src/admin/customers/getInvoice.ts': { imports: ['kysely'], refusedBy: ['sql-in-store'] },
  'src/store/tables/routes.ts': { imports: ['koa-router'], refusedBy: ['no-framework'] },
  'src/bulk/rows.ts': { imports: ['pg'], refusedBy: ['sql-in-store'] },
  'src/jobs/vacuum.ts': { imports: ['node:sqlite'], refusedBy: ['sql-in-store'] },
  'src/sign-in/page.ts': {
    imports: ['../../generated/openapi.d.ts'],
    refusedBy: ['generated-at-the-edge'],
  },
};

/** What the faults import. */
const imported: Record<string, readonly string[]> = {
  'src/web/other.ts': ['./one.ts'],
  'src/imported.ts': [],
  'src/unlisted/file.ts': [],
};

/** What is right stays free of complaints. */
const right: Record<string, readonly string[]> = {
  'src/web/response.ts': ['koa', '../rules/errors.ts'],
  'src/rules/errors.ts': ['../../generated/openapi.d.ts'],
  'src/admin/customers/present-order.ts': ['../../../generated/openapi.d.ts'],
  'src/store/connect.ts': ['kysely', 'node:sqlite'],
  'src/server.ts': ['./app.ts'],
  'src/app.ts': ['./web/response.ts'],
};

const root = mkdtempSync(join(tmpdir(), 'latchkey-layers-'));
const found = new Map<string, Set<string>>();

beforeAll(async () => {
  write('package.json', '{ "type": "module" }');
  write('generated/openapi.d.ts', 'export interface paths {}');
  for (const [file, { imports }] of Object.entries(faults)) write(file, importing(imports));
  for (const [file, imports] of Object.entries({ ...imported, ...right })) {
    write(file, importing(imports));
  }
  const program = fromRoot('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const config = fromRoot('.dependency-cruiser.js');
  const args = ['src', '--config', config, '--output-type', 'json'];
  const { stdout } = await start(process.execPath, [program, ...args], {}, { cwd: root }).finished;
  const { summary } = JSON.parse(stdout) as {
    summary: { violations: { from: string; rule: { name: string } }[] };
  };
  for (const { from, rule } of summary.violations) {
    found.set(from, (found.get(from) ?? new Set()).add(rule.name));
  }
});
afterAll(() => rmSync(root, { recursive: true }));

describe('dependency-cruiser with the layers of src', () => {
  it.each(Object.entries(faults))('refuses the forbidden import of %s', (file, { refusedBy }) => {
    expect([...(found.get(file) ?? [])].sort()).toEqual(refusedBy);
  });

  it.each(Object.keys(right))('accepts the imports of %s', (file) => {
    expect(found.get(file)).toBeUndefined();
  });
});

/** Type imports: they count as others do, and need nothing to be there. */
function importing(paths: readonly string[] = []): string {
  const lines = paths.map((path) => `import type * as _${path.replace(/\W/g, '')} from '${path}';`);
  return [...lines, 'export const something = 1;', ''].join('\n');
}

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}
