import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { newSecretKey } from '../../../src/security/secret-key.ts';
import { openStore } from '../../../src/store/store.ts';
import { build } from '../../support/build.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { describeOnSqlite } from '../../support/describe-on.ts';
import { sealingWith } from '../../support/sealing.ts';

const sealing = sealingWith(newSecretKey());

describeOnSqlite('a SQLite database', () => {
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

  it('waits for a lock of another process without blocking this one', async () => {
    const store = await openStore(file, { sealing });
    const raw = new DatabaseSync(file);
    raw.exec('BEGIN IMMEDIATE');
    // If waiting blocked the process, this timer would never run, and the lock would stay.
    let pulses = 0;
    const pulse = setInterval(() => {
      pulses += 1;
      if (pulses === 40) raw.exec('ROLLBACK');
    }, 10);
    await build(store).product({ code: 'waited-for' });
    clearInterval(pulse);
    raw.close();
    expect(await store.products.findByCode('waited-for')).toBeDefined();
    await store.close();
  });
});
