import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { newSecretKey } from '../../../src/security/secret-key.ts';
import { connect, type Database } from '../../../src/store/connect.ts';
import { licenseFigures } from '../../../src/store/tables/license-figures.ts';
import { openStore } from '../../../src/store/store.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { describeOnSqlite } from '../../support/describe-on.ts';
import { plansOf } from '../../support/plans.ts';
import { sealingWith } from '../../support/sealing.ts';

describeOnSqlite('the figures of licenses', () => {
  let database: TestDatabase;
  let direct: Database;
  beforeAll(async () => {
    database = await createDatabase();
    const store = await openStore(database.database, { sealing: sealingWith(newSecretKey()) });
    await store.close();
    direct = connect(database.database);
  });
  afterAll(async () => {
    await direct.db.destroy();
    await database.drop();
  });

  it('count the licenses that end by an index alone', async () => {
    const [plan] = await plansOf(direct.db, (db) =>
      licenseFigures(db).ending(new Date(0), new Date(1)),
    );
    expect(plan).toMatch(/SEARCH licenses USING COVERING INDEX licenses_end \(valid_until>\?/);
  });

  it('sum up seats from the last id on, in the order of the table', async () => {
    const [plan] = await plansOf(direct.db, (db) => licenseFigures(db).seats(1, 10));
    expect(plan).toMatch(/SEARCH licenses USING INDEX sqlite_autoindex_licenses_1 \(id>\?\)/);
    expect(plan).not.toMatch(/TEMP B-TREE|SCAN licenses/);
  });
});
