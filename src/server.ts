import { setTimeout } from 'node:timers/promises';
import { createApp } from './app.ts';
import { banner } from './terminal/banner.ts';
import { cleanUpRegularly } from './jobs/clean-up.ts';
import { ConfigError, databaseOf, loadConfig, type Config } from './config/config.ts';
import { openDataDir } from './config/data-dir.ts';
import { seedDemo } from './demo/seed.ts';
import { startHeartbeat } from './jobs/heartbeat.ts';
import { createHttpServer } from './web/http-server.ts';
import { KEY_REFRESH_INTERVAL, openKeyRing } from './keys/key-ring.ts';
import { listen } from './web/listen.ts';
import { createLog } from './observability/log.ts';
import { type Branding, loadBranding } from './pages/branding/branding.ts';
import { sealingOf } from './keys/secret-key-file.ts';
import type { Sealing } from './security/sealing.ts';
import { numberIds } from './rules/ids.ts';
import { endOnFault, shutDownOnSignal } from './web/shutdown.ts';
import { MigrationError } from './store/migrate/migrate.ts';
import { SecretKeyError } from './store/tables/secret-key-check.ts';
import { writeLine } from './terminal/write.ts';
import { isUnavailable, openStore, type Store } from './store/store.ts';

/** What to do when listening fails, by error code. */
const LISTEN_CURES: Partial<Record<string, string>> = {
  EADDRINUSE: 'another program listens there. Stop it, or set PORT to another port.',
  EACCES: 'permission denied. Set PORT to a port of 1024 or above.',
  EADDRNOTAVAIL: 'this machine has no such address. Set LATCHKEY_HOST to one of its addresses.',
};

const { config, branding } = readConfig();
// Lines for people on a terminal, else JSON.
const log = createLog(
  config.logLevel,
  process.stdout.isTTY ? (await import('./terminal/log-stream.ts')).logStream() : undefined,
);
endOnFault(log);
const serving = shutDownOnSignal(log);
const stopTracing = config.tracing
  ? (await import('./observability/tracing.ts')).startTracing(log)
  : undefined;
for (const note of branding.notes) log.warn(note);
if (!config.demo && !config.publicUrl.startsWith('https:')) {
  log.warn(
    `LATCHKEY_PUBLIC_URL is ${config.publicUrl}: without https, anybody on the network can read sign-ins`,
  );
}
const { store, sealing } = await openDatabase(config);
const stopping = new AbortController();
const clock = () => new Date();
const keys = await openKeyRing({ config, store, log, clock });
const deps = { config, store, keys, branding, log, clock, stopping: stopping.signal };
const demo = config.demo ? await seedDemo(deps) : undefined;
const stopHeartbeat = await startHeartbeat({ store, log, clock, sealing });

const http = createHttpServer(config);
const handle = (await createApp(deps)).callback();
http.server.on('request', (request, response) => void handle(request, response));
const host = await listen(http.server, config.port, config.host).catch((error: unknown): never => {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const cure = LISTEN_CURES[code] ?? message;
  writeLine(process.stderr, `Cannot listen on port ${config.port} of ${config.host}: ${cure}`);
  process.exit(1);
});
if (host !== config.host) {
  log.warn(`This machine has no IPv6: listening on ${host} in place of ${config.host}`);
}
// Only on a terminal, because log collectors expect JSON.
if (process.stdout.isTTY) {
  for (const line of banner(config, demo)) writeLine(process.stdout, line);
}
log.info({ url: config.publicUrl, demo: config.demo }, 'ready');

const endCleanUp = cleanUpRegularly(deps);

const refresh = setInterval(() => {
  keys.refresh().catch((error: unknown) => log.warn({ err: error }, 'the keys could not be read'));
}, KEY_REFRESH_INTERVAL);

serving({
  http,
  stopping,
  log,
  release: async () => {
    endCleanUp();
    clearInterval(refresh);
    await stopHeartbeat();
    await store.close();
    // Do not wait for a collector that does not respond.
    await Promise.race([stopTracing?.(), setTimeout(1_000)]);
  },
});

/** Reads the configuration and opens the data directory. Ends the process with a message when either fails. */
function readConfig(): { config: Config; branding: Branding } {
  try {
    const loaded = loadConfig(process.env);
    openDataDir(loaded);
    return { config: loaded, branding: loadBranding(loaded.branding) };
  } catch (error) {
    return refuseToStart(error);
  }
}

async function openDatabase(config: Config): Promise<{ store: Store; sealing: Sealing }> {
  try {
    const { databasePool: pool } = config;
    const sealing = sealingOf(config);
    const opened = await openStore(databaseOf(config), { sealing, pool });
    numberIds(await opened.serverStarts.count());
    return { store: opened, sealing };
  } catch (error) {
    return refuseToStart(error);
  }
}

/** Ends the process with the message of an error that the operator can correct. @throws other errors */
function refuseToStart(error: unknown): never {
  const isOperatorError = [ConfigError, SecretKeyError, MigrationError].some(
    (kind) => error instanceof kind,
  );
  if (!isOperatorError && !isUnavailable(error)) throw error;
  for (const line of (error as Error).message.split('\n')) writeLine(process.stderr, line);
  process.exit(1);
}
