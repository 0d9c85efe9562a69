import type { KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, ConfigError, databaseOf } from '../config/config.ts';
import { readOrCreate } from './read-or-create.ts';
import { createSealing, type Sealing } from '../security/sealing.ts';
import { newSecretKey, parseSecretKeys } from '../security/secret-key.ts';
import { isSealed } from '../store/tables/secret-key-check.ts';

/** The file of the secret key, used when LATCHKEY_SECRET_KEY is not set. */
export function secretKeyFile({ dataDir }: Pick<Config, 'dataDir'>): string {
  return join(dataDir, 'secret-key');
}

/**
 * Creates the sealing of this installation, with the keys of LATCHKEY_SECRET_KEY or else of a file in the data directory,
 * which is created when it is missing.
 * @throws ConfigError when the file is not valid, or when it is missing although the database was sealed with it
 */
export function sealingOf(config: Pick<Config, 'dataDir' | 'secretKeys'>): Sealing {
  return createSealing(() => config.secretKeys ?? readFile(config.dataDir));
}

function readFile(dataDir: string): KeyObject[] {
  const file = secretKeyFile({ dataDir });
  // Without LATCHKEY_SECRET_KEY the database is SQLite. Look for the file twice: another first start may just have created
  // both.
  const database = databaseOf({ dataDir, databaseUrl: null });
  if (!existsSync(file) && isSealed(database) && !existsSync(file)) {
    throw new ConfigError([
      `${file} is missing, but the database was sealed with it: put it back from your backup, ` +
        'or set LATCHKEY_SECRET_KEY to the key that was in use',
    ]);
  }
  const keys = parseSecretKeys(readOrCreate(file, newSecretKey));
  if (keys === undefined) {
    throw new ConfigError([
      `${file} must hold 32 bytes in Base64, or several such keys separated by commas`,
    ]);
  }
  return keys;
}
