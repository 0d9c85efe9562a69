import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DemoFile } from '../../src/config/demo-file.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { createDatabase } from './database.ts';
import { type ProxiedAnswer, startRoundRobin } from './round-robin.ts';
import { sealingWith, testSecretKey } from './sealing.ts';
import { freePort, type ServerProcess, startServerProcess } from './server-process.ts';

/** Two servers with the demo, as one, which take turns. */
export interface TwoInstances {
  readonly url: string;
  readonly ports: readonly number[];
  readonly store: Store;
  readonly demo: DemoFile;
  /** Every answer so far. */
  readonly answers: readonly ProxiedAnswer[];
  /**
   * Kills whichever answers such a request next, before its answer goes on.
   * @returns what became of it: the port of the one that was killed, and all answers since
   */
  killAfter(request: RegExp): { killed?: number; since: ProxiedAnswer[] };
  /** Starts those anew that were killed. */
  startAnew(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Two processes that have nothing in common but a database and the settings: each has a data directory of its own.
 * A proxy in front of them sends each request to the other one than the request before.
 */
export async function startTwoInstances(env: Record<string, string>): Promise<TwoInstances> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-instances-'));
  const database = await createDatabase();
  const ports = [await freePort(), await freePort()];
  const proxy = await startRoundRobin(ports);
  const running = new Map<number, ServerProcess>();

  async function startAnew(): Promise<void> {
    for (const port of ports.filter((one) => !running.has(one))) {
      const server = await startServerProcess(join(folder, String(port)), {
        PORT: String(port),
        LATCHKEY_PUBLIC_URL: proxy.url,
        LATCHKEY_DEMO: 'on',
        LATCHKEY_DATABASE_URL: database.database,
        LATCHKEY_SECRET_KEY: testSecretKey,
        LATCHKEY_RATE_LIMITS: 'off',
        ...env,
      });
      running.set(port, server);
    }
  }

  async function kill(port: number): Promise<void> {
    await running.get(port)?.stop('SIGKILL');
    running.delete(port);
  }

  await startAnew();
  const store = await openStore(database.database, { sealing: sealingWith(testSecretKey) });
  // The first of them has made the demo, and knows its passwords.
  const demo = await running.get(ports[0] ?? 0)?.readDemo();
  if (demo === undefined) throw new Error('there is no demo');
  return {
    url: proxy.url,
    ports,
    store,
    demo,
    answers: proxy.answers,
    startAnew,

    killAfter(request) {
      const fate: { killed?: number; since: ProxiedAnswer[] } = { since: [] };
      proxy.beforePassingOn = async (answer) => {
        if (fate.killed !== undefined) return fate.since.push(answer);
        if (!request.test(answer.request)) return undefined;
        fate.killed = answer.port;
        return kill(answer.port);
      };
      return fate;
    },

    async close() {
      for (const port of ports) await kill(port);
      await proxy.close();
      await store.close();
      await database.drop();
      await rm(folder, { recursive: true });
    },
  };
}
