import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** Runs one statement on a server. @param url any of its databases */
export async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Another database of the same server. */
export function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

/** A new database, a copy of `template`. @returns its URL */
export async function createPostgresDatabase(server: string, template: string): Promise<string> {
  const name = `latchkey_${randomBytes(8).toString('hex')}`;
  await execute(server, `create database ${name} template ${template}`);
  return urlOf(server, name);
}

export async function dropPostgresDatabase(url: string): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  await execute(urlOf(url, 'postgres'), `drop database ${name} with (force)`);
}
