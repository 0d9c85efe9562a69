/**
 * Writes the files of generated/, save openapi.d.ts, which openapi-typescript writes. Run it with
 * `node packaging/generate.ts [--check]`. With --check it writes nothing, and fails when a file is out of date.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Document } from 'openapi-backend';
import { parse } from 'yaml';
import { generateContract } from './generate-contract.ts';
import { generateFields } from './generate-fields.ts';
import { generateOperations } from './generate-operations.ts';

const root = join(import.meta.dirname, '..');
const { check } = parseArgs({ options: { check: { type: 'boolean' } } }).values;
const contract = parse(readFileSync(join(root, 'openapi.yaml'), 'utf8')) as Document;
const texts = {
  ...generateContract(contract),
  ...generateFields(contract),
  ...generateOperations(contract),
};

for (const [name, text] of Object.entries(texts)) {
  const file = join(root, 'generated', name);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
  if (check !== true) writeFileSync(file, text);
  else {
    console.error(`generated/${name} is out of date: run npm run generate.`);
    process.exitCode = 1;
  }
}
