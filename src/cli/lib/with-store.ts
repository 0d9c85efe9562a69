import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Config, databaseOf, loadConfig } from '../../config/config.ts';
import { openDataDir } from '../../config/data-dir.ts';
import { sealingOf } from '../../keys/secret-key-file.ts';
import type { Store } from '../../store/store.ts';
import { type Context, say } from './context.ts';
import { Failure } from './failure.ts';

/**
 * Works on the database itself, for what must work while the server is down. It is the database that the server
 * would use with these settings.
 * @param options.make whether it is made where it is not there, and brought up to date. Else both are faults: most
 * likely the command was given other settings than the server, and would answer for an empty database; and to look at
 * something must not change the tables under a server of an older release.
 * @param options.timeLimits false for work that may take long
 * @throws ConfigError; Failure where the database is not there, does not answer, or is not for this release or this
 * secret key
 */
export async function withStore<T>(
  context: Context,
  work: (store: Store, config: Config) => Promise<T>,
  { make = false, ...options }: { make?: boolean; timeLimits?: boolean } = {},
): Promise<T> {
  const config = loadConfig(context.env);
  const isNew = !hasDatabase(config);
  if (isNew && !make) throw noDatabase(config);
  openDataDir(config);
  return askDatabase(async ({ checkMigrations, openStore }) => {
    const { pending } = make ? { pending: [] } : await checkMigrations(databaseOf(config));
    if (pending.length > 0) throw notUpToDate(pending);
    const { databasePool: pool } = config;
    const store = await openStore(databaseOf(config), {
      sealing: sealingOf(config),
      pool,
      ...options,
    });
    if (isNew) say(context, `There was no database: ${resolve(databaseOf(config))} is a new one.`);
    try {
      return await work(store, config);
    } finally {
      await store.close();
    }
  });
}

function notUpToDate(pending: readonly string[]): Failure {
  return new Failure(
    'refused',
    `The database is not up to date. Pending migrations: ${pending.join(', ')}.`,
    {
      advice: '`latchkey migrate` does it, as does a start of this release.',
    },
  );
}

/** Whether there is a database with these settings, or a server that is to be asked for it. */
export function hasDatabase(config: Config): boolean {
  return config.databaseUrl !== null || existsSync(databaseOf(config));
}

/** What a command says that needs the file of a database, and finds none. */
export function noDatabase(config: Config): Failure {
  return new Failure('refused', `There is no database ${resolve(databaseOf(config))}.`, {
    advice:
      'Give this command the settings of the server, such as LATCHKEY_DATA_DIR. `latchkey start` makes a new one.',
  });
}

/**
 * Does something with a database that may not be there.
 * @param work is given the module of the store, loaded only now: most commands need no database, and shell completion
 * must be quick
 * @throws Failure where the database does not answer, or is not for this release or this secret key
 */
export async function askDatabase<T>(
  work: (module: typeof import('../../store/store.ts')) => Promise<T>,
): Promise<T> {
  const [module, { MigrationError }, { SecretKeyError }] = await Promise.all([
    import('../../store/store.ts'),
    import('../../store/migrate/migrate.ts'),
    import('../../store/tables/secret-key-check.ts'),
  ]);
  try {
    return await work(module);
  } catch (cause) {
    if (module.isUnavailable(cause)) {
      const message = `The database does not answer: ${(cause as Error).message}`;
      const advice = '`latchkey doctor` looks for the reason.';
      throw new Failure('unreachable', message, { cause, advice });
    }
    if (cause instanceof MigrationError) {
      throw new Failure('refused', cause.why, { cause, advice: cause.cure });
    }
    if (cause instanceof SecretKeyError) {
      throw new Failure('refused', cause.message, { cause });
    }
    throw cause;
  }
}
