import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { reachableBinaries, unprivilegedUser } from './postgres-binaries.ts';
import { freePort } from './server-process.ts';

/** A PostgreSQL server that a test run, or a test, has for itself. It waits for the disk as in production. */
export interface PostgresServer {
  /** Its database `postgres`, as its superuser. */
  readonly url: string;
  /** A folder that its user may write to. */
  readonly folder: string;
  /** Ends it as if its processes were killed: nothing is flushed, nobody is told. */
  crash(): Promise<void>;
  start(): Promise<void>;
  /** Ends it and removes everything. */
  close(): Promise<void>;
}

// The server ends with us, however we end: then nothing is left to read, and it is killed and its folder removed.
const KEEPER = `dir=$1; shift
"$@" & server=$!
read -r signal || signal=
kill "-\${signal:-QUIT}" $server; wait $server
[ -n "$signal" ] || rm -rf "$dir"`;

export interface PostgresServerOptions {
  /** Settings of `postgresql.conf`. `FOLDER` in them stands for the folder of the server. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Who may connect, in place of everybody with a password. */
  readonly hba?: string;
  /** Files of its folder, for its user alone, by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** The server that it follows; its folder is a copy of that one's. */
  readonly standbyOf?: PostgresServer;
}

/** @throws when no server can be started on this machine, with what it said */
export async function startPostgres(options: PostgresServerOptions = {}): Promise<PostgresServer> {
  const user = await unprivilegedUser();
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-postgres-'));
  const own = async (path: string) => {
    if (user.uid !== undefined && user.gid !== undefined) await chown(path, user.uid, user.gid);
  };
  await own(folder);
  const binaries = await reachableBinaries(join(folder, 'programs'));
  const [data, logFile, passwordFile] = [
    ...[join(folder, 'data'), join(folder, 'log'), join(folder, 'password')],
  ] as [string, string, string];
  const { standbyOf } = options;
  const password = standbyOf === undefined ? randomUUID() : new URL(standbyOf.url).password;
  const port = await freePort();
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;

  await writeFile(passwordFile, password);
  await own(passwordFile);
  const [program, args] =
    standbyOf === undefined
      ? ([
          'initdb',
          [
            ...['--pgdata', data, '--username', 'postgres', '--pwfile', passwordFile],
            ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--locale', 'C', '--no-sync'],
          ],
        ] as const)
      : ([
          'pg_basebackup',
          [
            ...['--pgdata', data, '--dbname', standbyOf.url, '--write-recovery-conf', '--no-sync'],
            // Otherwise it waits until the next checkpoint has been spread over minutes.
            '--checkpoint=fast',
          ],
        ] as const);
  await promisify(execFile)(join(binaries, program), args, { ...user, cwd: folder });
  for (const [name, text] of Object.entries(options.files ?? {})) {
    await writeFile(join(folder, name), text, { mode: 0o600 });
    await own(join(folder, name));
  }
  if (options.hba !== undefined) await writeFile(join(data, 'pg_hba.conf'), options.hba);

  let keeper: ReturnType<typeof spawn> | undefined;
  async function start() {
    const log = openSync(logFile, 'a');
    const settings = {
      listen_addresses: '127.0.0.1',
      port,
      unix_socket_directories: '',
      max_connections: 200,
      fsync: 'on',
      ...Object.fromEntries(
        Object.entries(options.settings ?? {}).map(([name, value]) => [
          name,
          value.replaceAll('FOLDER', folder),
        ]),
      ),
    };
    keeper = spawn(
      'sh',
      [
        ...['-c', KEEPER, 'sh', folder, join(binaries, 'postgres'), '-D', data],
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      { ...user, cwd: folder, stdio: ['pipe', log, log], detached: true },
    );
    closeSync(log);
    // A test run that forgets it may end all the same.
    keeper.unref();
    await accepts(url, async () => new Error(await readFile(logFile, 'utf8')));
  }

  async function end(signal: 'INT' | 'QUIT') {
    if (keeper === undefined) return;
    keeper.ref();
    const ended = once(keeper, 'exit');
    keeper.stdin?.end(`${signal}\n`);
    await ended;
    keeper = undefined;
  }

  await start();
  return {
    url,
    folder,
    start,
    crash: () => end('QUIT'),
    async close() {
      await end('INT');
      await rm(folder, { recursive: true });
    },
  };
}

/** Waits until a server takes connections. */
async function accepts(url: string, failure: () => Promise<Error>): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const client = new pg.Client(url);
    try {
      await client.connect();
      return await client.end();
    } catch (error) {
      // It answers, and does not let this client in.
      if (error instanceof pg.DatabaseError && error.code === '28000') return;
      await setTimeout(50);
    }
  }
  throw await failure();
}
