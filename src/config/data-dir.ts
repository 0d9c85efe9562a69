import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, ConfigError } from './config.ts';

type Slice = Pick<Config, 'dataDir' | 'demo'>;

/**
 * Makes the data directory when it is missing, for its owner alone.
 * @throws ConfigError where it cannot be used, or holds the demo's published keys and passwords outside demo mode
 */
export function openDataDir(config: Slice): void {
  usable(() => mkdirSync(config.dataDir, { recursive: true, mode: 0o700 }));
  assertDataDir(config);
}

/**
 * Changes nothing.
 * @throws ConfigError where the data directory cannot be used, or holds the demo's published keys and passwords
 * outside demo mode
 */
export function assertDataDir({ dataDir, demo }: Slice): void {
  usable(() => accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK));
  if (!demo && existsSync(join(dataDir, 'demo.json'))) {
    throw new ConfigError([
      `LATCHKEY_DATA_DIR must not hold demo data outside demo mode: its keys and passwords stand in ` +
        `${join(dataDir, 'demo.json')}. Choose another folder`,
    ]);
  }
}

function usable(look: () => void): void {
  try {
    look();
  } catch (error) {
    throw new ConfigError([
      `LATCHKEY_DATA_DIR must be a folder to read and write; ${(error as Error).message}`,
    ]);
  }
}
