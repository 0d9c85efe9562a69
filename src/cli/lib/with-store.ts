import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Config, databaseOf, loadConfig } from '../../config/config.ts';
import { openDataDir } from '../../config/data-dir.ts';
import { sealingOf } from '../../keys/secret-key-file.ts';
import type { Store } from '../../store/store.ts';
import { type Context, say } from './context.ts';
import { Failure } from './failure.ts';

/**
 * Opens the database that the server would use with these settings, for commands that must work while the server is
 * down.
 * @param options.make true to create and migrate the database. Otherwise a missing or old database is a failure:
 * probably the command has other settings than the server, and a command that only reads must not migrate the database
 * of a server of an older release
 * @param options.timeLimits false for work that may take long
 * @throws ConfigError; Failure when the database is missing, does not respond, or does not fit this release or secret
 * key
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
    if (isNew) say(context, `There was no database. ${resolve(databaseOf(config))} was created.`);
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
      advice: 'Run `latchkey migrate`, or start the server of this release.',
    },
  );
}

/** True when these settings name an existing file or a database server. */
export function hasDatabase(config: Config): boolean {
  return config.databaseUrl !== null || existsSync(databaseOf(config));
}

/** The failure of a command that needs an existing database file. */
export function noDatabase(config: Config): Failure {
  return new Failure('refused', `There is no database ${resolve(databaseOf(config))}.`, {
    advice:
      'Run this command with the settings of the server, such as LATCHKEY_DATA_DIR. `latchkey start` creates a new database.',
  });
}

/**
 * Runs `work`, and turns errors of the database into failures.
 * @param work takes the module of the store, which is loaded only now: most commands do not need it, and shell
 * completion must be fast
 * @throws Failure when the database does not respond, or does not fit this release or secret key
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
      const message = `The database does not respond: ${(cause as Error).message}`;
      const advice = 'Run `latchkey doctor` to find the reason.';
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
