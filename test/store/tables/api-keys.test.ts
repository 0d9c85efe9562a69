import { expect, it } from '@jest/globals';
import { newSecretKey } from '../../../src/security/secret-key.ts';
import { openStore } from '../../../src/store/store.ts';
import { build } from '../../support/build.ts';
import { createDatabase, openSession, untilWaitedFor } from '../../support/database.ts';
import { describeOnPostgres } from '../../support/describe-on.ts';
import { sealingWith } from '../../support/sealing.ts';

describeOnPostgres('an API key whose products change while it is read', () => {
  it('has the products before or after the change', async () => {
    const own = await createDatabase();
    const { database } = own;
    const store = await openStore(database, { sealing: sealingWith(newSecretKey()) });
    const { id: productId } = await build(store).product();
    const { id, api_key: apiKey } = await build(store).apiKey({ product_ids: [productId] });

    const session = await openSession(database);
    for (const sql of [
      'begin',
      `update api_keys set limited = 0 where id = ${id}`,
      `delete from api_key_products where api_key_id = ${id}`,
      // Blocks readers.
      'lock table api_key_products in access exclusive mode',
    ]) {
      await session.query(sql);
    }
    const reading = store.apiKeys.findByKey(apiKey);
    await untilWaitedFor(session, database);
    await session.query('commit');
    const found = await reading;
    await session.close();
    await store.close();
    await own.drop();
    expect([null, [productId]]).toContainEqual(found?.product_ids);
  });
});
