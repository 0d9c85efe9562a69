import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, truncateSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { freePort, untilReady } from '../../test/support/server-process.ts';
import type { Installation } from '../installation.ts';
import { buildPackage } from './package.ts';

/** A server that is measured, in a process of its own. */
export interface Server {
  readonly url: string;
  readonly pid: number;
  /** Empties its log file, so that it does not fill the disk. */
  readonly forgetLog: () => void;
  readonly stop: () => Promise<void>;
}

const twinProgram = join(import.meta.dirname, 'twin-process.ts');

/**
 * Starts Latchkey as its package does, with settings of production: the limits count, and the log goes to a file.
 * @param options.env more settings
 * @param options.program that of another package
 * @throws Error with what it printed when it does not start
 */
export async function startLatchkey(
  installation: Installation,
  { env = {}, program }: { env?: Record<string, string>; program?: string } = {},
): Promise<Server> {
  return startServer([program ?? (await buildPackage()), 'start'], installation, env);
}

/** Starts the twin on the SQLite database of an installation. */
export function startTwin(installation: Installation): Promise<Server> {
  // Signing keeps all cores busy; more threads would only take them from each other.
  const UV_THREADPOOL_SIZE = String(availableParallelism());
  return startServer([twinProgram], installation, { UV_THREADPOOL_SIZE });
}

async function startServer(
  command: readonly string[],
  { dataDir, env }: Installation,
  more: Record<string, string>,
): Promise<Server> {
  const port = String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  const logFile = join(dataDir, `log-${port}`);
  const log = openSync(logFile, 'a');
  const child = spawn(process.execPath, command, {
    // Nothing of our own environment but the search path.
    env: { PATH: process.env['PATH'] ?? '', ...env, PORT: port, ...more },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const exit = once(child, 'exit');
  const finished = exit.then(([code]: number[]) => ({
    code: code ?? null,
    stdout: '',
    stderr: '',
  }));
  if ((await untilReady(url, { finished })) !== undefined) {
    throw new Error(`${command.join(' ')} ended: ${readFileSync(logFile, 'utf8')}`);
  }
  return {
    url,
    pid: child.pid ?? 0,
    forgetLog: () => truncateSync(logFile),
    async stop() {
      child.kill();
      await exit;
    },
  };
}
