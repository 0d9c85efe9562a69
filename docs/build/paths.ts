import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

export const contractFile = join(root, 'openapi.yaml');
export const docsFolder = join(root, 'docs');
export const siteFolder = join(docsFolder, 'site');
/** The browser tests write these files. */
export const picturesFolder = join(docsFolder, 'pictures');
export const redoclyCli = join(root, 'node_modules/@redocly/cli/bin/cli.js');
export const lockFile = join(root, 'package-lock.json');
/** The folders of source code that pages are generated from. */
export const sourceFolders = ['src/cli', 'src/bulk', 'examples'].map((name) => join(root, name));
