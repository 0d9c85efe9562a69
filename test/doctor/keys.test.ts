import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkKeys } from '../../src/doctor/keys.ts';
import { rotateKey } from '../../src/keys/rotate-key.ts';
import { openForInspection, type InspectedStore } from '../../src/store/store.ts';
import { databaseOf } from '../../src/config/config.ts';
import { sealingOf } from '../../src/keys/secret-key-file.ts';
import { newSecretKey } from '../../src/security/secret-key.ts';
import { sealingWith } from '../support/sealing.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

const DAY = 86_400_000;

describe('checkKeys', () => {
  let server: TestServer;
  let store: InspectedStore;
  beforeAll(async () => {
    server = await startServer();
    store = openForInspection(databaseOf(server.config), { sealing: sealingOf(server.config) });
  });
  afterAll(async () => {
    await store.close();
    await server.close();
  });

  const findings = (now = new Date(), from = store) =>
    Array.fromAsync(checkKeys(from, server.config, now));

  it('is ok when there is a key for each purpose', async () => {
    expect(await findings()).toMatchObject([{ check: 'keys', level: 'ok' }]);
  });

  it('warns when the next keys are due', async () => {
    expect(await findings(new Date(Date.now() + 100 * DAY))).toMatchObject([
      { level: 'warning', message: 'The next keys are due for openid, cookies, binding.' },
      { level: 'ok' },
    ]);
  });

  it('finds keys that are sealed with another secret key', async () => {
    const other = openForInspection(databaseOf(server.config), {
      sealing: sealingWith(newSecretKey()),
    });
    expect(await findings(new Date(), other)).toMatchObject([
      { level: 'fault', message: expect.stringContaining('cannot be opened') },
    ]);
    await other.close();
  });

  it('warns while applications need the next response key', async () => {
    const origin = { actorKind: 'system', actorId: null, address: null, requestId: null } as const;
    await rotateKey(server.store, 'response', { now: new Date(), origin });
    expect(await findings()).toMatchObject([
      { level: 'warning', cure: expect.stringContaining('/api/v4/.well-known') },
      { level: 'ok' },
    ]);
  });

  it('warns when there are no keys yet', async () => {
    const later = new Date('2200-01-01');
    for (const { purpose, generation } of await server.store.signingKeys.list(new Date())) {
      await server.store.signingKeys.expireBefore({ purpose, generation: generation + 1 }, later);
    }
    expect(await findings(later)).toMatchObject([
      { level: 'warning', cure: 'The first start creates them.' },
    ]);
  });
});
