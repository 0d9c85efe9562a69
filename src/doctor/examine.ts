import { checkConnections } from './connections.ts';
import { checkDataDir } from './data-dir.ts';
import { hasNoDatabase, openDatabase } from './database.ts';
import type { Finding } from './finding.ts';
import { checkIssuer } from './issuer.ts';
import { checkKeys } from './keys.ts';
import { checkPublicUrl } from './public-url.ts';
import { checkRunningServers } from './running-servers.ts';
import { checkSecretKey } from './secret-key.ts';
import { checkServer } from './server.ts';
import { checkSettings } from './settings.ts';
import { checkStoredFiles } from './stored-files.ts';

/**
 * Checks everything that an installation needs, without changing anything. Checks that depend on a failed one are
 * skipped.
 * @param env the environment variables of the server
 * @returns each finding as soon as it is known
 * @throws an error for which `isUnavailable` is true, when the database becomes unavailable
 */
export async function* examine(
  env: Record<string, string | undefined>,
): AsyncGenerator<Finding, void> {
  const config = yield* checkSettings(env);
  if (config === undefined) return;
  const hasFolder = yield* checkDataDir(config);
  const isReadable = hasFolder || config.databaseUrl !== null;
  const sealing = isReadable ? yield* checkSecretKey(config, hasNoDatabase(config)) : undefined;
  const store = isReadable ? yield* openDatabase(config, sealing) : undefined;
  try {
    const keys = store && (yield* checkKeys(store, config, new Date()));
    if (store && sealing) yield* checkRunningServers(store, sealing, new Date());
    if (store && hasFolder) yield* checkStoredFiles(config);
    yield await checkServer(config);
    if (yield* checkPublicUrl(config, keys)) yield await checkIssuer(config, keys);
    if (store !== undefined) yield* checkConnections(store, config);
  } finally {
    await store?.close();
  }
}
