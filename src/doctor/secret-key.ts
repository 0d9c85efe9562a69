import { existsSync, statSync } from 'node:fs';
import { type Config, ConfigError } from '../config/config.ts';
import { sealingOf, secretKeyFile } from '../keys/secret-key-file.ts';
import type { Sealing } from '../security/sealing.ts';
import { fault, type Finding, ok, warning } from './finding.ts';

const CHECK = 'secret key';

/**
 * Looks for the secret key, and makes none.
 * @param isNew whether there is no database yet: then there need be no key either
 */
export function* checkSecretKey(
  config: Config,
  isNew: boolean,
): Generator<Finding, Sealing | undefined> {
  const file = secretKeyFile(config);
  const isInFile = config.secretKeys === undefined;
  if (isInFile && !existsSync(file)) {
    yield isNew
      ? warning(CHECK, 'There is none yet.', 'The first start makes one; keep a copy elsewhere.')
      : fault(
          CHECK,
          `There is a database, and no ${file}.`,
          'Put the secret key back from where it is kept. The server does not start without it.',
        );
    return undefined;
  }
  try {
    const sealing = sealingOf(config);
    if (isInFile && process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
      yield warning(CHECK, `Others can read ${file}.`, `Take it from them: chmod 600 "${file}"`);
    }
    yield ok(CHECK, `It is ${sealing.keyId}, ${isInFile ? `in ${file}` : 'LATCHKEY_SECRET_KEY'}.`);
    return sealing;
  } catch (error) {
    const { message } = error as Error;
    const advice = error instanceof ConfigError ? (error.faults[0] ?? message) : message;
    yield fault(CHECK, `${advice}.`, 'Put the secret key back from where it is kept.');
    return undefined;
  }
}
