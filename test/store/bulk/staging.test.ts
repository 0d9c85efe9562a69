import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemOrigin } from '../../../src/rules/audit-event.ts';
import { importRecords } from '../../../src/bulk/import-records.ts';
import type { KindName } from '../../../src/bulk/kind-names.ts';
import { subjectOf } from '../../../src/rules/license-user.ts';
import { newSecretKey } from '../../../src/security/secret-key.ts';
import { newId } from '../../../src/rules/ids.ts';
import { ChangedMeanwhile } from '../../../src/store/changed-meanwhile.ts';
import { openStore, type Store } from '../../../src/store/store.ts';
import { utc } from '../../../src/rules/time-zone.ts';
import { build } from '../../support/build.ts';
import { importedAt } from '../../support/bulk.ts';
import { createDatabase, openSession, type TestDatabase } from '../../support/database.ts';
import { sealingWith } from '../../support/sealing.ts';

const sealing = sealingWith(newSecretKey());

let database: TestDatabase;
let store: Store;
/** The store of another process. */
let other: Store;
let make: ReturnType<typeof build>;
beforeEach(async () => {
  database = await createDatabase();
  store = await openStore(database.database, { sealing });
  other = await openStore(database.database, { sealing });
  make = build(other);
});
afterEach(async () => {
  await store.close();
  await other.close();
  await database.drop();
});

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const session = await openSession(database.database);
  const rows = await session.query(sql);
  await session.close();
  return rows;
}

/** Imports lines. @param meanwhile runs after they were checked and before they are stored */
function importLines(
  kind: KindName,
  lines: readonly object[],
  meanwhile: () => Promise<unknown>,
  options: { from?: Store; update?: boolean } = {},
) {
  const { from = store, update = false } = options;
  const paused: Store = {
    ...from,
    stage: (table, work) =>
      from.stage(table, (staging) =>
        work({
          ...staging,
          async commit(now, also) {
            await meanwhile();
            return staging.commit(now, also);
          },
        }),
      ),
  };
  const bytes = Buffer.from(lines.map((line) => JSON.stringify(line)).join('\n'));
  return importRecords({ store: paused, clock: () => importedAt }, Readable.from([bytes]), {
    origin: systemOrigin,
    fileName: 'lines',
    kind,
    format: 'jsonl',
    partial: false,
    dryRun: false,
    update,
    timeZone: utc,
  });
}

/** A license with one user, who may activate two devices, and a person who is not assigned to it. */
async function newLicense() {
  const { id: productId } = await make.product();
  const [holder, another] = [await make.user(), await make.user()];
  const holding = { userId: holder.id, userMaxActivations: 2 };
  const { id } = await make.license({ product_id: productId, max_activations: null, ...holding });
  const bind = (hardwareId: string) =>
    make.device({ productId, holder: { licenseUserId: holder.id }, hardwareId });
  return { id, holder, another, bind };
}

const assignments = (id: number) =>
  query(`select license_user_id from license_assignments where license_id = ${id}`);

describe('an import that no longer fits the database when it is stored is refused', () => {
  it('when a license has no room for another user', async () => {
    const { id, another } = await newLicense();
    await query(`update licenses set max_license_users = 2 where id = ${id}`);
    const third = await make.user();
    const importing = importLines('assignments', [{ license_id: id, user: another.email }], () =>
      other.assignments.assign(id, third.id, null),
    );
    await expect(importing).rejects.toThrow(ChangedMeanwhile);
    expect(await assignments(id)).toHaveLength(2);
  });

  it('when the file of a version was taken', async () => {
    const { code } = await make.product();
    const upload = { id: newId(), filename: 'a.exe', size: 1, hash_md5: 'a'.repeat(32) };
    const hash_sha256 = 'b'.repeat(64);
    await store.uploads.create({ ...upload, hash_sha256 }, importedAt);
    const row = { product: code, version: '1.0', hash_sha256 };
    const importing = importLines('versions', [row], () =>
      other.uploads.use(upload.id, importedAt),
    );
    await expect(importing).rejects.toThrow(ChangedMeanwhile);
    expect(await store.versions.findFile(upload.id)).toBeUndefined();
  });

  /** Imports a new bundle of a product. @param meanwhile gets the ID of the product */
  async function importBundle(code: string, meanwhile: (productId: number) => Promise<unknown>) {
    const product = await make.product();
    const { code: name, authorization_method } = product;
    const row = { code, name, authorization_method, products: [name] };
    return importLines('bundles', [row], () => meanwhile(product.id));
  }

  it('when a product of a bundle was deleted', async () => {
    const importing = importBundle('suite', (id) => query(`delete from products where id = ${id}`));
    await expect(importing).rejects.toThrow(ChangedMeanwhile);
    expect(await store.bundles.findByCode('suite')).toBeUndefined();
  });

  it('when a bundle whose products it changes was deleted', async () => {
    const [before, after] = [await make.product(), await make.product()];
    const bundle = await other.bundles.find((await make.bundle([before])).id);
    if (bundle === undefined) throw new Error('the bundle is missing');
    const row = { code: bundle.code, products: [after.code] };
    const importing = importLines('bundles', [row], () => other.bundles.delete(bundle), {
      update: true,
    });
    await expect(importing).rejects.toThrow(ChangedMeanwhile);
  });

  it('when a product is getting the code of a bundle', async () => {
    let creating: Promise<void> | undefined;
    const importing = importBundle('suite', async () => {
      await new Promise<void>((created, failed) => {
        creating = other.transaction(async (tables) => {
          await tables.lockName('code', 'suite');
          await build(tables as Store).product({ code: 'suite' });
          created();
          await setTimeout(200);
        });
        creating.catch(failed);
      });
    });
    await expect(importing).rejects.toThrow(ChangedMeanwhile);
    await creating;
    expect(await store.products.findByCode('suite')).toBeDefined();
    expect(await store.bundles.findByCode('suite')).toBeUndefined();
  });

  it('when the server has counted on a day that it adds', async () => {
    const { id } = await newLicense();
    const row = { license_id: id, day: '2026-06-15', consumptions: 1 };
    const importing = importLines('consumptions', [row], () =>
      other.consumptionDays.add({ license_id: id, feature_code: null }, 2, importedAt),
    );
    await expect(importing).rejects.toThrow(ChangedMeanwhile);
    const { items } = await store.consumptionDays.list({ license_id: id }, { limit: 2 });
    expect(items).toMatchObject([{ consumptions: 2 }]);
  });

  it('when two imports at once assign more users than the license allows', async () => {
    const { id } = await newLicense();
    await query(`update licenses set max_license_users = 2 where id = ${id}`);
    let looked = 0;
    let go: () => void = () => undefined;
    const bothLooked = new Promise<void>((resolve) => (go = resolve));
    const meanwhile = async () => {
      looked += 1;
      if (looked === 2) go();
      await bothLooked;
    };
    const results = await Promise.allSettled(
      [store, other].map(async (from) =>
        importLines(
          'assignments',
          [{ license_id: id, user: (await make.user()).email }],
          meanwhile,
          { from },
        ),
      ),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await assignments(id)).toHaveLength(2);
  });

  it('when it sets a limit of users below the number of users', async () => {
    const { id, another } = await newLicense();
    const importing = importLines(
      'licenses',
      [{ id, max_license_users: 1 }],
      () => other.assignments.assign(id, another.id, null),
      { update: true },
    );
    await expect(importing).rejects.toThrow(ChangedMeanwhile);
    expect(await query(`select max_license_users from licenses where id = ${id}`)).toEqual([
      { max_license_users: null },
    ]);
  });

  it('when it sets a limit of devices below the devices of a user', async () => {
    const { id, holder, bind } = await newLicense();
    await bind('one');
    const importing = importLines(
      'assignments',
      [{ license_id: id, user: holder.email, max_activations: 1 }],
      () => bind('two'),
      { update: true },
    );
    await expect(importing).rejects.toThrow(ChangedMeanwhile);
  });

  it('when it has a device of a user who is no longer assigned', async () => {
    const { id, holder } = await newLicense();
    const device = { license_id: id, user: holder.email, hardware_id: 'one' };
    const importing = importLines('devices', [device], () =>
      other.assignments.unassign(id, holder.id),
    );
    await expect(importing).rejects.toThrow(ChangedMeanwhile);
    expect(await query('select id from devices')).toEqual([]);
  });
});

describe('an imported password', () => {
  it('ends the sessions of its user, and of no one else', async () => {
    const { id: accountId } = await make.account();
    const [one, two, three] = [await make.user(), await make.user(), await make.user()];
    for (const user of [one, two, three]) {
      const identity = { id: user.email, customerAccountId: accountId, email: user.email };
      await other.identities.record(identity, subjectOf(user), importedAt);
    }
    const nothing = () => Promise.resolve();
    const changed = { email: one.email, password: 'another horse entirely' };
    await importLines('users', [changed, { email: two.email, first_name: 'Two' }], nothing, {
      update: true,
    });
    expect(await other.identities.find(one.email)).toBeUndefined();
    expect(await other.identities.find(two.email)).toBeDefined();
    expect(await other.identities.find(three.email)).toBeDefined();
  });
});
