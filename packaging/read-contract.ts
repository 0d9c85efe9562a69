import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Document } from 'openapi-backend';
import { parse } from 'yaml';

const FILE = join(import.meta.dirname, '../openapi.yaml');

/** openapi.yaml, for what is generated from it. */
export function readContract(): Document {
  return parse(readFileSync(FILE, 'utf8')) as Document;
}
