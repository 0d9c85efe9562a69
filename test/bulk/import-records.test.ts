import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importRecords } from '../../src/bulk/import-records.ts';
import { newSecretKey } from '../../src/security/secret-key.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { importedAt } from '../support/bulk.ts';
import { createDatabase, openSession, type TestDatabase } from '../support/database.ts';
import { sealingWith } from '../support/sealing.ts';

describe('a partial import that breaks off', () => {
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

  it('has the audit log tell of all that was stored', async () => {
    const lines = Array.from({ length: 2_500 }, (_, index) => `it-${index}@customer.test\n`);
    const input = Readable.from(breakingOff(`email\n${lines.join('')}`));
    const importing = importRecords({ store, clock: () => importedAt }, input, {
      ...{ fileName: 'customers.csv', kind: 'customers', format: 'csv', partial: true },
      ...{ update: false, dryRun: false },
    });
    await expect(importing).rejects.toThrow('the disk was pulled out');

    const session = await openSession(database.database);
    const customers = await session.query('select id from customers');
    await session.close();
    expect(customers.length).toBeGreaterThan(1_999);
    const { items } = await store.audit.list({ action: 'import' }, { limit: 10 });
    const created = items.map(({ detail }) => Number(detail['created']));
    expect(Math.max(...created)).toBe(customers.length);
  });
});

async function* breakingOff(text: string): AsyncGenerator<Buffer> {
  yield await Promise.resolve(Buffer.from(text));
  throw new Error('the disk was pulled out');
}
