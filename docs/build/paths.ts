import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

export const contractFile = join(root, 'openapi.yaml');
export const docsFolder = join(root, 'docs');
export const siteFolder = join(docsFolder, 'site');
/** Put there by the browser tests. */
export const picturesFolder = join(docsFolder, 'pictures');
export const redoclyCli = join(root, 'node_modules/@redocly/cli/bin/cli.js');
export const lockFile = join(root, 'package-lock.json');
/** Of which pages take parts. */
export const sourceFolders = ['src/cli', 'src/bulk'].map((name) => join(root, name));
