/**
 * Builds the documentation into docs/site: `node docs/build.ts [--if-stale] [folder]`. With `--if-stale` it does
 * nothing when the site is newer than all its sources.
 */
import { parseArgs } from 'node:util';
import { isStale } from './build/stale.ts';
import { siteFolder } from './build/paths.ts';

const { values, positionals } = parseArgs({
  options: { 'if-stale': { type: 'boolean', default: false } },
  allowPositionals: true,
});
const folder = positionals[0] ?? siteFolder;

if (!values['if-stale'] || isStale(folder)) {
  // Imported only now, so that the check above is fast.
  const { buildSite } = await import('./build/site.ts');
  const { writeSite } = await import('./build/write-site.ts');
  try {
    const { files, warnings } = await buildSite();
    await writeSite(folder, files);
    for (const warning of warnings) console.warn(`warning: ${warning}`);
    console.log(`${files.size} files of documentation in ${folder}`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
