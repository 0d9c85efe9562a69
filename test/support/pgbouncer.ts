import { type ChildProcess, spawn } from 'node:child_process';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { unprivilegedUser } from './postgres-binaries.ts';
import { freePort } from './server-process.ts';

/** PgBouncer in front of a database. @param settings of `[pgbouncer]` */
export async function startPgbouncer(database: string, settings: Record<string, string>) {
  const user = await unprivilegedUser();
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-pgbouncer-'));
  const { username, password, hostname, port: serverPort, pathname } = new URL(database);
  const port = await freePort();
  const all = {
    listen_addr: '127.0.0.1',
    listen_port: port,
    unix_socket_dir: '',
    auth_type: 'plain',
    auth_file: join(folder, 'users'),
    logfile: join(folder, 'log'),
    ...settings,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name} = ${value}`);
  await writeFile(
    join(folder, 'pgbouncer.ini'),
    `[databases]\n* = host=${hostname} port=${serverPort}\n[pgbouncer]\n${lines.join('\n')}\n`,
  );
  await writeFile(join(folder, 'users'), `"${username}" "${password}"\n`);
  if (user.uid !== undefined && user.gid !== undefined) await chown(folder, user.uid, user.gid);
  const child: ChildProcess = spawn('pgbouncer', ['-q', join(folder, 'pgbouncer.ini')], {
    ...user,
    stdio: 'ignore',
  });
  const url = `postgres://${username}:${password}@127.0.0.1:${port}${pathname}`;
  for (let attempt = 0; ; attempt += 1) {
    const client = new pg.Client(url);
    try {
      await client.connect();
      await client.end();
      break;
    } catch (error) {
      if (attempt === 100) throw error;
      await setTimeout(50);
    }
  }
  return {
    url,
    async close() {
      child.kill('SIGKILL');
      await rm(folder, { recursive: true });
    },
  };
}
