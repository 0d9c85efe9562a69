import type { KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { type Config, ConfigError } from './config.ts';
import { readOrCreate } from './read-or-create.ts';
import { createSealing, type Sealing } from './security/sealing.ts';
import { newSecretKey, parseSecretKeys } from './security/secret-key.ts';

/** Where the secret key is kept that the configuration does not name. */
export function secretKeyFile({ dataDir }: Pick<Config, 'dataDir'>): string {
  return join(dataDir, 'secret-key');
}

/**
 * Seals what this installation keeps: with the keys of `LATCHKEY_SECRET_KEY`, or else of a file in the data
 * directory, made when it is missing.
 * @throws ConfigError where the file holds anything but keys
 */
export function sealingOf(config: Pick<Config, 'dataDir' | 'secretKeys'>): Sealing {
  return createSealing(() => config.secretKeys ?? readFile(secretKeyFile(config)));
}

function readFile(file: string): KeyObject[] {
  const keys = parseSecretKeys(readOrCreate(file, newSecretKey));
  if (keys === undefined) {
    throw new ConfigError([`${file} must hold 32 bytes in Base64, or several such with commas`]);
  }
  return keys;
}
