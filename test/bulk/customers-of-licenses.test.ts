import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newSecretKey } from '../../src/security/secret-key.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { build } from '../support/build.ts';
import { exportText, importText } from '../support/bulk.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { sealingWith } from '../support/sealing.ts';

describe('an imported license with the address of a customer', () => {
  let database: TestDatabase;
  let store: Store;
  beforeAll(async () => {
    database = await createDatabase();
    store = await openStore(database.database, { sealing: sealingWith(newSecretKey()) });
    await build(store).product({ code: 'plugin', authorization_method: 'license-key' });
    await importText(store, 'customers', 'email\nIT@acme.test\n');
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  it.each(['it@acme.test', 'IT@acme.test', 'it@ACME.test'])(
    'belongs to that customer in any spelling: %s',
    async (address) => {
      const text = `product,license_key,customer_email\nplugin,key of ${address},${address}\n`;
      expect(await importText(store, 'licenses', text)).toMatchObject({ created: 1, faults: [] });
      const licenses = (await exportText(store, 'licenses')).split('\r\n');
      const line = licenses.find((one) => one.includes(`key of ${address}`));
      expect(line).toContain(',it@acme.test,');
    },
  );

  it.each(['', null])('belongs to nobody when the address is %j', async (address) => {
    const license = { product: 'plugin', license_key: JSON.stringify(address) };
    const line = JSON.stringify({ ...license, customer_email: address });
    const result = await importText(store, 'licenses', line, { format: 'jsonl' });
    expect(result).toMatchObject({ created: 1, faults: [] });
  });

  it('is refused when the address is invalid', async () => {
    const { faults } = await importText(
      store,
      'licenses',
      'product,license_key,customer_email\nplugin,K-1,acme\n',
    );
    expect(faults).toEqual([
      {
        line: 2,
        column: 'customer_email',
        reason: 'must be an e-mail address; it is "acme"',
      },
    ]);
  });
});
