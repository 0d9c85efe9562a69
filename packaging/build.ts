/**
 * Builds the package into dist, with the same folders as the repository, so that relative paths stay valid. Node.js does
 * not strip types in installed packages. Run it with `node packaging/build.ts`.
 */
import { join } from 'node:path';
import { buildSite } from '../docs/build/site.ts';
import { writeSite } from '../docs/build/write-site.ts';
import { bundle } from './bundle.ts';

const dist = join(import.meta.dirname, '../dist');
await bundle(dist);
await writeSite(join(dist, 'docs/site'), (await buildSite()).files);
