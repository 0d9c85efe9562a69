import type { KeyObject } from 'node:crypto';
import { parseSecretKeys } from '../security/secret-key.ts';
import { parsePostgresUrl, PostgresUrlError } from './postgres-url.ts';
import type { ReadSetting } from './read-setting.ts';

/** Where data is stored, and the keys that seal its secrets. */
export interface DatabaseConfig {
  readonly dataDir: string;
  /** The URL of PostgreSQL, with its password; null for SQLite in the data directory. */
  readonly databaseUrl: string | null;
  /** The maximum number of connections to PostgreSQL. */
  readonly databasePool: number;
  /** The secret keys: the first one seals, all of them open. When undefined, the file of the data directory has them. */
  readonly secretKeys: readonly KeyObject[] | undefined;
}

/** @param faults gets what is wrong with the URL, and that PostgreSQL needs a secret key */
export function readDatabase(
  read: ReadSetting,
  env: Readonly<Record<string, string | undefined>>,
  faults: string[],
): DatabaseConfig {
  const config = {
    dataDir: read('LATCHKEY_DATA_DIR', './data', (text) => text, 'a folder'),
    databaseUrl: read<string | null>(
      'LATCHKEY_DATABASE_URL',
      null,
      (text) => {
        const fault = faultOfUrl(text);
        if (fault === undefined) return text;
        faults.push(`LATCHKEY_DATABASE_URL ${fault}`);
        return null;
      },
      'a URL of PostgreSQL',
    ),
    databasePool: read('LATCHKEY_DATABASE_POOL', 10, parsePoolSize, 'a number from 1 to 1000'),
    secretKeys: read(
      'LATCHKEY_SECRET_KEY',
      undefined,
      parseSecretKeys,
      '32 random bytes in Base64, such as the output of `openssl rand -base64 32`, or several of them separated by commas',
    ),
  };
  if (config.databaseUrl !== null && (env['LATCHKEY_SECRET_KEY'] ?? '') === '') {
    faults.push(
      'LATCHKEY_SECRET_KEY must be set with LATCHKEY_DATABASE_URL, the same for every instance. ' +
        'Create one with `openssl rand -base64 32` and keep it: the sealed secrets cannot be read without it',
    );
  }
  return config;
}

/** The fault of a database URL, without any part of it, since it contains the password. */
function faultOfUrl(url: string): string | undefined {
  try {
    parsePostgresUrl(url);
    return undefined;
  } catch (error) {
    if (error instanceof PostgresUrlError) return error.message;
    throw error;
  }
}

function parsePoolSize(text: string): number | undefined {
  const size = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  return size >= 1 && size <= 1_000 ? size : undefined;
}
