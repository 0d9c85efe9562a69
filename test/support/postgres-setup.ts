import { randomBytes } from 'node:crypto';
import { newSecretKey } from '../../src/security/secret-key.ts';
import { openStore } from '../../src/store/store.ts';
import { execute, urlOf } from './postgres-databases.ts';
import { startPostgres } from './postgres-server.ts';
import bundlePrograms from './jest/bundle-programs.ts';
import { sealingWith } from './sealing.ts';

/**
 * Before the tests on PostgreSQL: bundles the programs, finds or starts the one server that all of them share, and makes the database that
 * theirs are copies of. LATCHKEY_TEST_POSTGRES names a server by its URL; `embedded` passes the machine's own over.
 */
// eslint-disable-next-line no-restricted-syntax -- Jest looks for it
export default async function setUp(): Promise<void> {
  await bundlePrograms();
  const named = process.env['LATCHKEY_TEST_POSTGRES'] ?? '';
  const server = named.includes('://') ? undefined : await startPostgres();
  const url = server?.url ?? named;
  const template = `latchkey_${randomBytes(8).toString('hex')}`;
  await execute(url, `create database ${template} template template0`);
  const sealing = sealingWith(newSecretKey());
  await (await openStore(urlOf(url, template), { sealing })).close();
  // Each test has a secret key of its own.
  await execute(urlOf(url, template), 'delete from secret_key_check');
  process.env['LATCHKEY_TEST_SERVER'] = url;
  // Copying the files takes half as long as writing them to the log. Servers before PostgreSQL 15 know no other way.
  const copied = server === undefined ? template : `${template} strategy file_copy`;
  process.env['LATCHKEY_TEST_TEMPLATE'] = copied;
  Object.assign(globalThis, {
    tearDownPostgres: () => server?.close() ?? execute(url, `drop database ${template}`),
  });
}
