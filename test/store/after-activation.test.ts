import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { activateOnDevice } from '../../src/licenses/activate-on-device.ts';
import { chooseActivation } from '../../src/rules/activation.ts';
import { systemOrigin } from '../../src/rules/audit-event.ts';
import { companyScope } from '../../src/rules/credential.ts';
import { ApiError } from '../../src/rules/errors.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import type { LicenseHolder } from '../../src/store/tables/license-candidates.ts';
import { newSecretKey } from '../../src/security/secret-key.ts';
import { build } from '../support/build.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { sealingWith } from '../support/sealing.ts';

const DAY = 86_400_000;
const devices = ['one', 'two', 'three'];

describe('what an activation says of the license and its device', () => {
  let database: TestDatabase;
  let store: Store;
  let userId: number;
  let productId: number;
  beforeAll(async () => {
    database = await createDatabase();
    store = await openStore(database.database, { sealing: sealingWith(newSecretKey()) });
    userId = (await build(store).user({ email: 'user@after.test' })).id;
    productId = (await build(store).product()).id;
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  const kinds = {
    'of a license key': {},
    'of a license user': { userId: true },
    'with transfers': { max_transfers: 2, max_activations: 1 },
    'valid for some days from its activation': { valid_days: 30, valid_until: null },
    'valid for some days from its start': {
      valid_days: 30,
      valid_until: null,
      starts_at: new Date(Date.UTC(2026, 0, 10)),
    },
    'with a feature that is valid for some days': { feature: true },
  } as const;

  it.each(Object.entries(kinds))('is what is stored, %s', async (name, kind) => {
    const { userId: isOfUser, feature, ...terms } = { userId: false, feature: false, ...kind };
    const license = await build(store).license({
      product_id: productId,
      max_activations: 2,
      max_transfers: 0,
      ...(isOfUser ? { userId } : { license_key: name }),
      ...terms,
    });
    if (feature) {
      const { id: productFeatureId } = await build(store).productFeature({ product_id: productId });
      await build(store).licenseFeature({
        license_id: license.id,
        product_feature_id: productFeatureId,
        valid_days: 7,
      });
    }
    const holder: LicenseHolder = isOfUser ? { licenseUserId: userId } : { licenseKey: name };
    const query = { productId, scope: companyScope, holder, licenseId: license.id };
    const outcomes = new Set<string>();
    let now = new Date(Date.UTC(2026, 0, 11));

    // Each device activates, again, and releases its seat, so that every kind of seat is taken.
    for (const step of [0, 0, 1, 2, 0, -1, 2, -2, -3, 0, 1, 1]) {
      now = new Date(now.getTime() + DAY / 2);
      const hardwareId = devices[step < 0 ? -step - 1 : step] ?? '';
      if (step < 0) {
        await store.transaction(async ({ seats }) => {
          const [found] = await seats.findCandidates({ ...query, hardwareId }, now);
          if (found?.device?.active === true) await seats.releaseDevice(found.device, now);
        });
        continue;
      }
      await store.transaction(async (tables) => {
        const candidates = await tables.seats.findCandidates({ ...query, hardwareId }, now);
        let chosen;
        try {
          chosen = chooseActivation(candidates, now, 'absent');
        } catch (error) {
          outcomes.add((error as ApiError).code);
          return;
        }
        const { activation } = chosen;
        outcomes.add(
          activation.outcome === 'bind' && activation.isTransfer ? 'transfer' : activation.outcome,
        );
        const report = { fields: {}, variables: {} };
        const origin = { hardwareId, report, action: 'activateLicense', origin: systemOrigin };
        const said = await activateOnDevice(tables, chosen, { ...origin, about: {} }, now);
        const [stored] = await tables.seats.findCandidates({ ...query, hardwareId }, now);
        expect(said).toEqual(stored);
      });
    }
    expect([...outcomes]).toEqual(expect.arrayContaining(['bind', 'keep', 'transfer']));
  });
});
