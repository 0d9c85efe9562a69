import { statSync } from 'node:fs';
import { type Config, databaseOf } from '../config/config.ts';
import { filePath, filesFolder } from '../files/file-path.ts';
import { listStoredFiles } from '../store/stored-files.ts';
import { fault, type Finding, ok } from './finding.ts';

const CHECK = 'installation files';
/** How many versions without their file are named. */
const MOST = 5;

/** Looks for the stored installation files of versions. Servers that share a database must share their folder. */
export async function* checkStoredFiles(config: Config): AsyncGenerator<Finding, void> {
  const files = (await listStoredFiles(databaseOf(config))).filter(
    ({ version }) => version !== null,
  );
  if (files.length === 0) return;
  const missing = files.filter(({ id, size }) => {
    const found = statSync(filePath(config, id), { throwIfNoEntry: false });
    return found?.size !== size;
  });
  const folder = filesFolder(config);
  if (missing.length === 0) {
    yield ok(CHECK, `${folder} has the ${files.length} file(s) of all versions.`);
    return;
  }
  const named = missing
    .slice(0, MOST)
    .map(({ id, product, version, filename }) => `${product} ${version} (${id}, ${filename})`);
  const more = missing.length > MOST ? `, and ${missing.length - MOST} more` : '';
  yield fault(
    CHECK,
    `${missing.length} of ${files.length} versions have no file in ${folder}, or one of another size: ${named.join(', ')}${more}.`,
    'Restore the files with `latchkey restore --only-files`. If several servers share the database, let them share this folder too.',
  );
}
