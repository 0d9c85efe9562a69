import { existsSync, statSync } from 'node:fs';
import { type Config, ConfigError } from '../config/config.ts';
import { sealingOf, secretKeyFile } from '../keys/secret-key-file.ts';
import type { Sealing } from '../security/sealing.ts';
import { fault, type Finding, ok, warning } from './finding.ts';

const CHECK = 'secret key';

/**
 * Checks the secret key without creating one.
 * @param isNew true when there is no database yet; then a missing key is no fault
 */
export function* checkSecretKey(
  config: Config,
  isNew: boolean,
): Generator<Finding, Sealing | undefined> {
  const file = secretKeyFile(config);
  const isInFile = config.secretKeys === undefined;
  if (isInFile && !existsSync(file)) {
    yield isNew
      ? warning(
          CHECK,
          'There is no secret key yet.',
          'The first start creates one. Keep a copy elsewhere.',
        )
      : fault(
          CHECK,
          `There is a database, but ${file} is missing.`,
          'Restore the secret key from its copy. The server does not start without it.',
        );
    return undefined;
  }
  try {
    const sealing = sealingOf(config);
    if (isInFile && process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
      yield warning(CHECK, `Other users can read ${file}.`, `Restrict it: chmod 600 "${file}"`);
    }
    yield ok(
      CHECK,
      `The secret key is ${sealing.keyId}, from ${isInFile ? file : 'LATCHKEY_SECRET_KEY'}.`,
    );
    return sealing;
  } catch (error) {
    const { message } = error as Error;
    const advice = error instanceof ConfigError ? (error.faults[0] ?? message) : message;
    yield fault(CHECK, `${advice}.`, 'Restore the secret key from its copy.');
    return undefined;
  }
}
