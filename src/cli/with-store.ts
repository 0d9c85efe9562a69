import { type Config, databaseOf, loadConfig } from '../config.ts';
import { openDataDir } from '../data-dir.ts';
import { sealingOf } from '../secret-key-file.ts';
import { openStore, type Store } from '../store/store.ts';
import type { Context } from './context.ts';

/**
 * Works on the database itself, for what must work while the server is down. It is the database that the server
 * would use with these settings, made and brought up to date where it is not.
 * @param options.timeLimits false for work that may take long
 * @throws ConfigError
 */
export async function withStore<T>(
  { env }: Context,
  work: (store: Store, config: Config) => Promise<T>,
  options: { timeLimits?: boolean } = {},
): Promise<T> {
  const config = loadConfig(env);
  openDataDir(config);
  const store = await openStore(databaseOf(config), {
    sealing: sealingOf(config),
    pool: config.databasePool,
    ...options,
  });
  try {
    return await work(store, config);
  } finally {
    await store.close();
  }
}
