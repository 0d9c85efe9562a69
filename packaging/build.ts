/**
 * Compiles the package to dist, with the same folders as the repository, so that relative paths stay valid. Node.js
 * does not strip types in installed packages. Run it with `node packaging/build.ts`.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSite } from '../docs/build/site.ts';
import { writeSite } from '../docs/build/write-site.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

rmSync(dist, { recursive: true, force: true });
const compiler = join(root, 'node_modules/typescript/bin/tsc');
execFileSync(process.execPath, [compiler, '-p', import.meta.dirname], { stdio: 'inherit' });

cpSync(join(root, 'src'), join(dist, 'src'), {
  recursive: true,
  filter: (file) => !file.endsWith('.ts'),
});
// The compiler emits no data, and no files that only declare types.
const data = ['openapi.yaml', 'generated/contract.json'];
for (const file of [...data, 'generated/openapi.d.ts', 'generated/security.d.ts']) {
  cpSync(join(root, file), join(dist, file));
}
const { name, version, type } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  name: string;
  version: string;
  type: string;
};
writeFileSync(join(dist, 'package.json'), `${JSON.stringify({ name, version, type })}\n`);
await writeSite(join(dist, 'docs/site'), (await buildSite()).files);
