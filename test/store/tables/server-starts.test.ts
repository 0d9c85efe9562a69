import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newSecretKey } from '../../../src/security/secret-key.ts';
import { openStore } from '../../../src/store/store.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { sealingWith } from '../../support/sealing.ts';

describe('the count of server starts', () => {
  let database: TestDatabase;
  beforeAll(async () => (database = await createDatabase()));
  afterAll(() => database.drop());

  it('is a different number for each of several servers that start at once', async () => {
    const sealing = sealingWith(newSecretKey());
    const stores = await Promise.all(
      [1, 2, 3].map(() => openStore(database.database, { sealing })),
    );
    const counts = await Promise.all(stores.map((store) => store.serverStarts.count()));
    expect(counts.sort()).toEqual([1, 2, 3]);
    await Promise.all(stores.map((store) => store.close()));
  });
});
