import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The content of `demo.json` in the data directory: all that a developer needs to try the demo data. */
export interface DemoFile {
  url: string;
  api_key: string;
  shared_key: string;
  accounts: { code: string; connection: string }[];
  products: { code: string; authorization_method: string }[];
  people: { email: string; name: string; password: string; account: string; note: string }[];
  /** Of licenses of the product `demo-key`. */
  license_keys: string[];
  /** A license of each kind that `latchkey try --kind` plays. That of `bundle` has the code of the bundle as product. */
  kinds: Record<string, { product: string; license_key: string }>;
}

/** The path of the demo file in a data directory. */
export function demoFilePath(dataDir: string): string {
  return join(dataDir, 'demo.json');
}

/** @returns undefined when the data directory has no demo file */
export function readDemoFile(dataDir: string): DemoFile | undefined {
  const file = demoFilePath(dataDir);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as DemoFile) : undefined;
}

/** Writes the file with mode 0600, because it contains keys and passwords. */
export function writeDemoFile(dataDir: string, content: DemoFile): void {
  const file = demoFilePath(dataDir);
  writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
