import type { AddressInfo } from 'node:net';

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../src/app.ts';
import { type Config, databaseOf, loadConfig } from '../../src/config/config.ts';
import { seedDemo } from '../../src/demo/seed.ts';
import type { DemoFile } from '../../src/config/demo-file.ts';
import type { Deps } from '../../src/deps.ts';
import { createHttpServer } from '../../src/web/http-server.ts';
import { type KeyRing, openKeyRing } from '../../src/keys/key-ring.ts';
import { loadBranding } from '../../src/pages/branding/branding.ts';
import { sealingOf } from '../../src/keys/secret-key-file.ts';
import { createLog } from '../../src/observability/log.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { createDatabase, dialect } from './database.ts';
import { giveKeys } from './quick-keys.ts';
import { testSecretKey } from './sealing.ts';
import { sqliteFile } from './sqlite-file.ts';
import { TestClock } from './test-clock.ts';

export interface TestServer {
  readonly url: string;
  readonly config: Config;
  readonly keys: KeyRing;
  readonly store: Store;
  readonly clock: TestClock;
  readonly deps: Deps;
  /** What readiness looks at: abort it, and the server says that it is about to end. */
  readonly stopping: AbortController;
  /** The values of the demo data. Only where it was asked for. */
  readonly demo: DemoFile;
  /** What was logged, a parsed line each. */
  readonly logs: Record<string, unknown>[];
  close(): Promise<void>;
}

/**
 * The real server on a port of its own, with a database and a folder of its own.
 * @param options.demo demo data and demo identity provider
 * @param options.now a fixed time; else the real time, which `clock.advance` moves
 * @param options.env more settings, as the environment gives them
 * @param options.beside another instance, whose database, clock and public URL this one shares
 */
export async function startServer(
  options: {
    demo?: boolean;
    now?: Date;
    env?: Record<string, string>;
    busyTimeout?: number;
    beside?: TestServer;
  } = {},
): Promise<TestServer> {
  const { beside } = options;
  const dataDir = beside?.config.dataDir ?? (await mkdtemp(join(tmpdir(), 'latchkey-test-')));
  // SQLite's stands in the data directory, as in production.
  const database =
    dialect() === 'sqlite' || beside !== undefined ? undefined : await createDatabase();
  const { server } = createHttpServer({ keepAlive: 75_000 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const config = loadConfig({
    PORT: String(port),
    LATCHKEY_DATA_DIR: dataDir,
    // With SQLite it is a file, where commands and other processes find it.
    LATCHKEY_SECRET_KEY: dialect() === 'sqlite' ? undefined : testSecretKey,
    LATCHKEY_DATABASE_URL: beside?.config.databaseUrl ?? database?.database,
    LATCHKEY_DEMO: options.demo === true ? 'on' : 'off',
    // Attacks are tried by the hundred here, and each is to be refused for what it is. test/limits has the limits.
    LATCHKEY_RATE_LIMITS: 'off',
    ...(beside && { LATCHKEY_PUBLIC_URL: beside.url }),
    ...options.env,
  });

  if (beside === undefined && database === undefined) {
    await writeFile(databaseOf(config), await sqliteFile(), { mode: 0o600 });
  }
  const logs: Record<string, unknown>[] = [];
  const log = createLog('trace', {
    write: (line) => void logs.push(JSON.parse(line) as Record<string, unknown>),
  });
  const clock = beside?.clock ?? new TestClock(options.now);
  const store = await openStore(databaseOf(config), {
    sealing: sealingOf(config),
    lockTimeout: options.busyTimeout,
  });
  const basis = { config, store, log, clock: () => clock.now() };
  if (beside === undefined) await giveKeys(store, clock.now());
  const keys = await openKeyRing(basis);
  const stopping = new AbortController();
  const branding = loadBranding(config.branding);
  const deps: Deps = { ...basis, keys, branding, stopping: stopping.signal };
  const demo = options.demo === true ? await seedDemo(deps) : undefined;
  const handle = (await createApp(deps)).callback();
  server.on('request', (request, response) => void handle(request, response));

  return {
    url: beside ? `http://127.0.0.1:${port}` : config.publicUrl,
    config,
    keys,
    store,
    clock,
    deps,
    logs,
    stopping,
    demo: demo as DemoFile,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await store.close();
      if (beside !== undefined) return;
      await database?.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
