import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newSecretKey } from '../../src/security/secret-key.ts';
import { openStore } from '../../src/store/store.ts';
import { sealingWith } from './sealing.ts';

let made: Promise<Buffer> | undefined;

/** A SQLite database without any rows. A worker runs the migrations once, which take 30 ms, and copies what they made. */
export function sqliteFile(): Promise<Buffer> {
  return (made ??= makeFile());
}

async function makeFile(): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-template-'));
  const file = join(folder, 'latchkey.db');
  await (await openStore(file, { sealing: sealingWith(newSecretKey()) })).close();
  const database = new DatabaseSync(file);
  // Each server has a secret key of its own.
  database.exec('delete from secret_key_check; vacuum');
  database.close();
  const bytes = await readFile(file);
  await rm(folder, { recursive: true });
  return bytes;
}
