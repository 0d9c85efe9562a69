import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { newSecretKey } from '../../src/security/secret-key.ts';
import { openStore } from '../../src/store/store.ts';
import { build } from './build.ts';
import { signedHeaders } from './client.ts';
import { createDatabase, dialect, openSession } from './database.ts';
import { http } from './http.ts';
import { sealingWith } from './sealing.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';

/** An answer, as a client that may meet a dying server sees it: status 0 where none came. */
export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Record<string, string | string[] | undefined>;
}

export type Installation = Awaited<ReturnType<typeof createInstallation>>;

/**
 * A database with a product and an API key, for server processes to share: without the demo, as in production.
 * @param options.databaseUrl where it is not one of the server that all tests share
 * @param options.dataDir where SQLite's file shall stand; else in a folder of its own
 */
export async function createInstallation(options: { databaseUrl?: string; dataDir?: string } = {}) {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'latchkey-installation-')));
  const own =
    dialect() === 'postgres' && options.databaseUrl === undefined
      ? await createDatabase()
      : undefined;
  const databaseUrl = options.databaseUrl ?? own?.database;
  const database = databaseUrl ?? join(dataDir, 'latchkey.db');
  const secretKey = newSecretKey();
  const store = await openStore(database, { sealing: sealingWith(secretKey) });
  const apiKey = await build(store).apiKey();
  const product = await build(store).product({ authorization_method: 'license-key' });
  const servers: ServerProcess[] = [];
  const env = {
    LATCHKEY_DEMO: 'off',
    LATCHKEY_HOST: '127.0.0.1',
    LATCHKEY_SECRET_KEY: secretKey,
    LATCHKEY_DATABASE_URL: databaseUrl ?? '',
    LATCHKEY_DATA_DIR: dataDir,
    // One key asks as much as it can.
    LATCHKEY_RATE_LIMITS: 'off',
  };

  async function call(url: string, method: string, path: string, body?: unknown): Promise<Answer> {
    try {
      const { status, headers, text } = await http(url + path, {
        method,
        headers: [
          ...signedHeaders(apiKey, new Date().toUTCString()),
          ...(body === undefined ? [] : ([['Content-Type', 'application/json']] as const)),
        ],
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status, headers, body: JSON.parse(text) as Record<string, unknown> };
    } catch {
      return { status: 0, headers: {}, body: {} };
    }
  }

  return {
    database,
    dataDir,
    store,
    product,
    call,
    /** The settings of its servers, for commands. */
    env,

    async startServer(): Promise<ServerProcess> {
      const server = await startServerProcess(dataDir, env);
      servers.push(server);
      return server;
    },

    /** @returns its key */
    async newLicense(maxActivations: number | null): Promise<string> {
      const licenseKey = randomUUID();
      await build(store).license({
        product_id: product.id,
        license_key: licenseKey,
        max_activations: maxActivations,
      });
      return licenseKey;
    },

    activate: (url: string, licenseKey: string, hardwareId: string) =>
      call(url, 'POST', '/api/v4/activate_license', {
        product: product.code,
        license_key: licenseKey,
        hardware_id: hardwareId,
      }),

    check(url: string, licenseKey: string, hardwareId: string) {
      const { code } = product;
      const query = { product: code, license_key: licenseKey, hardware_id: hardwareId };
      return call(url, 'GET', `/api/v4/check_license?${String(new URLSearchParams(query))}`);
    },

    /** What another process reads of a license: how many devices it counts, and which it has. */
    async stored(licenseKey: string): Promise<{ counted: number; devices: Set<string> }> {
      const session = await openSession(database);
      const rows = await session.query(
        `select times_activated, hardware_id from licenses
         left join devices on devices.license_id = licenses.id and devices.active = 1
         where license_key = '${licenseKey}'`,
      );
      await session.close();
      const devices = rows.map((row) => row['hardware_id']).filter((id) => typeof id === 'string');
      return { counted: Number(rows[0]?.['times_activated']), devices: new Set(devices) };
    },

    async close(): Promise<void> {
      for (const server of servers) await server.stop('SIGKILL');
      await store.close();
      await own?.drop();
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true });
    },
  };
}

/**
 * Activates a license on one new device after the other, several at a time, until it is told to stop.
 * @param url where, at the moment; a server that does not answer is asked again
 * @returns the devices that were told yes, and what the others were told
 */
export function loadWith(
  installation: Installation,
  licenseKey: string,
  url: () => string,
  atATime = 8,
) {
  const acknowledged: string[] = [];
  const refused: Answer[] = [];
  let stopped = false;
  const worker = async () => {
    while (!stopped) {
      const hardwareId = randomUUID();
      const answer = await installation.activate(url(), licenseKey, hardwareId);
      if (answer.status === 200) acknowledged.push(hardwareId);
      else refused.push(answer);
      // A server that is gone refuses at once.
      if (answer.status === 0) await setTimeout(20);
    }
  };
  const workers = Promise.all(Array.from({ length: atATime }, worker));
  return {
    acknowledged,
    refused,
    /** Waits until so many more were told yes. @throws after 20 s */
    async acknowledges(more: number): Promise<void> {
      const [before, end] = [acknowledged.length, performance.now() + 20_000];
      while (acknowledged.length < before + more) {
        if (performance.now() > end) throw new Error('no activation is acknowledged any more');
        await setTimeout(5);
      }
    },
    async stop(): Promise<void> {
      stopped = true;
      await workers;
    },
  };
}
