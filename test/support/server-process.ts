import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { DemoFile } from '../../src/config/demo-file.ts';
import { serverProgram } from './programs.ts';
import { type Finished, type Running, start } from './run.ts';

export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  readonly output: { stdout: string; stderr: string };
  /** What it wrote for those who try it. */
  readDemo(): Promise<DemoFile>;
  /** Asks it to end, as whatever runs servers does. */
  stop(signal?: NodeJS.Signals): Promise<Finished>;
}

/**
 * Starts the server as the package does, on a port of its own unless `env` names one, and waits until it is ready.
 * @param program another, such as its source
 */
export async function startServerProcess(
  dataDir: string,
  env: Record<string, string> = {},
  program = serverProgram,
): Promise<ServerProcess> {
  const port = env['PORT'] ?? String(await freePort());
  const settings = {
    PORT: port,
    LATCHKEY_DATA_DIR: dataDir,
    LATCHKEY_LOG_LEVEL: 'fatal',
    ...env,
  };
  const server = start(process.execPath, [program], settings);
  const { child, output, finished } = server;
  const url = `http://localhost:${port}`;
  const early = await untilReady(url, server);
  if (early !== undefined) throw new Error(`the server ended: ${early.stderr}${early.stdout}`);
  return {
    url,
    pid: child.pid ?? 0,
    output,
    readDemo: async () =>
      JSON.parse(await readFile(join(dataDir, 'demo.json'), 'utf8')) as DemoFile,
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return finished;
    },
  };
}

/**
 * Waits until a server takes connections, or has ended. It asks for nothing, which would be logged.
 * @param server its process
 * @returns how it ended; undefined when it takes connections
 */
export async function untilReady(
  url: string,
  { finished }: Pick<Running, 'finished'>,
): Promise<Finished | undefined> {
  const port = Number(new URL(url).port);
  let ended: Finished | undefined;
  const end = finished.then((how) => (ended = how));
  while (ended === undefined && !(await takesConnections(port))) {
    await Promise.race([setTimeout(20), end]);
  }
  return ended;
}

function takesConnections(port: number): Promise<boolean> {
  const socket = connect(port, 'localhost');
  return once(socket, 'connect').then(
    () => {
      socket.destroy();
      return true;
    },
    () => false,
  );
}

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
