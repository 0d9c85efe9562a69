import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The values of the demo data, for those who try it: `demo.json` in the data directory. */
export interface DemoFile {
  url: string;
  api_key: string;
  shared_key: string;
  accounts: { code: string; connection: string }[];
  products: { code: string; authorization_method: string }[];
  people: { email: string; name: string; password: string; account: string; note: string }[];
  license_keys: string[];
}

export function readDemoFile(dataDir: string): DemoFile | undefined {
  const file = join(dataDir, 'demo.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as DemoFile) : undefined;
}

/** Readable by its owner alone: there are keys and passwords in it. */
export function writeDemoFile(dataDir: string, content: DemoFile): void {
  const file = join(dataDir, 'demo.json');
  writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
