import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { newSecretKey } from '../../src/security/secret-key.ts';
import { openStore } from '../../src/store/store.ts';
import { build } from '../support/build.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { describeOnSqlite } from '../support/describe-on.ts';
import { sealingWith } from '../support/sealing.ts';

const sealing = sealingWith(newSecretKey());

describeOnSqlite('a database in a file', () => {
  let database: TestDatabase;
  let file: string;
  beforeAll(async () => {
    database = await createDatabase();
    file = database.database;
  });
  afterAll(() => database.drop());

  it('is in WAL mode', async () => {
    await openStore(file, { sealing }).then((store) => store.close());
    const raw = new DatabaseSync(file);
    expect(raw.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    raw.close();
  });

  it('waits for another process, and lets the rest of this one go on', async () => {
    const store = await openStore(file, { sealing });
    const raw = new DatabaseSync(file);
    raw.exec('BEGIN IMMEDIATE');
    let longest = 0;
    let last = performance.now();
    const pulse = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    setTimeout(() => raw.exec('ROLLBACK'), 600);
    await build(store).product({ code: 'waited-for' });
    clearInterval(pulse);
    raw.close();
    expect(await store.products.findByCode('waited-for')).toBeDefined();
    await store.close();
    // The lock was held for 600 ms; nothing here stood still for nearly as long.
    expect(longest).toBeLessThan(400);
  });
});
