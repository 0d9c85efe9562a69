import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newSecretKey } from '../../../src/security/secret-key.ts';
import { openStore, type Store } from '../../../src/store/store.ts';
import { build } from '../../support/build.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { sealingWith } from '../../support/sealing.ts';

const now = new Date('2026-06-17T12:00:00.000Z');

describe('license users', () => {
  let database: TestDatabase;
  let store: Store;
  beforeAll(async () => {
    database = await createDatabase();
    store = await openStore(database.database, { sealing: sealingWith(newSecretKey()) });
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  it('are changed by one of several transactions that read them at the same time', async () => {
    const { id } = await build(store).user({ password: 'correct horse battery staple' });
    const read = await store.licenseUsers.find(id);
    if (read === undefined) throw new Error('no user');
    let attempts = 0;
    const change = (hash: string) =>
      store.transaction(async ({ licenseUsers }) => {
        attempts += 1;
        const user = await licenseUsers.findUnchanged(read);
        // Time for all of them to read.
        await setTimeout(100);
        return user && licenseUsers.update({ ...user, password_hash: hash }, now);
      });
    const changed = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map(change));
    expect(changed.filter((user) => user !== undefined)).toHaveLength(1);
    // None was a deadlock, which would be tried again.
    expect(attempts).toBe(changed.length);
  });
});
