import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { type Config, ConfigError } from './config.ts';
import { demoFilePath } from './demo-file.ts';

type Slice = Pick<Config, 'dataDir' | 'demo'>;

/**
 * Creates the data directory with mode 0700 if it does not exist.
 * @throws ConfigError when it is not usable, see {@link assertDataDir}
 */
export function openDataDir(config: Slice): void {
  assertUsable(() => mkdirSync(config.dataDir, { recursive: true, mode: 0o700 }));
  assertDataDir(config);
}

/**
 * Checks the data directory without changing anything.
 * @throws ConfigError when it is not readable and writable, or when it contains demo data outside demo mode
 */
export function assertDataDir({ dataDir, demo }: Slice): void {
  assertUsable(() => accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK));
  const demoFile = demoFilePath(dataDir);
  if (!demo && existsSync(demoFile)) {
    throw new ConfigError([
      `LATCHKEY_DATA_DIR must not contain demo data outside demo mode: ${demoFile} has published keys ` +
        'and passwords. Choose another folder',
    ]);
  }
}

/** @throws ConfigError in place of an error of the file system */
function assertUsable(access: () => void): void {
  try {
    access();
  } catch (error) {
    throw new ConfigError([
      `LATCHKEY_DATA_DIR must be a folder to read and write; ${(error as Error).message}`,
    ]);
  }
}
