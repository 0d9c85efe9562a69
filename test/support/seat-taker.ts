/**
 * Another process on the same database: activates one license on many devices at once, by the same operation as
 * the server, and tells how many it was granted and why not more.
 * Usage: node seat-taker.ts <database> <data directory> <product code> <license key> <devices>
 */
import { pino } from 'pino';
import { loadConfig } from '../../src/config/config.ts';
import { openKeyRing } from '../../src/keys/key-ring.ts';
import { activateLicense } from '../../src/licenses/activateLicense.ts';
import { loadBranding } from '../../src/pages/branding/branding.ts';
import { companyScope } from '../../src/rules/credential.ts';
import { sealingOf } from '../../src/keys/secret-key-file.ts';
import { isPostgres } from '../../src/config/postgres-url.ts';
import { openStore } from '../../src/store/store.ts';
import { testSecretKey } from './sealing.ts';

const [database = '', dataDir = '', product = '', licenseKey = '', devices = ''] =
  process.argv.slice(2);
const config = loadConfig({
  LATCHKEY_DATA_DIR: dataDir,
  ...(isPostgres(database) && { LATCHKEY_SECRET_KEY: testSecretKey }),
});
const store = await openStore(database, { sealing: sealingOf(config) });
const basis = { store, config, log: pino({ level: 'silent' }), clock: () => new Date() };
const keys = await openKeyRing(basis);
const branding = loadBranding(config.branding);
const deps = { ...basis, keys, branding, stopping: new AbortController().signal };
const credential = {
  kind: 'api_key',
  id: 1,
  read_only: false,
  product_ids: null,
  scope: companyScope,
} as const;
// A license key needs no password.
const guessPassword = undefined as never;
const countTrial = undefined as never;
const origin = { actorKind: 'api_key', actorId: '1', address: null, requestId: null } as const;
process.send?.('ready');
await new Promise((resolve) => process.once('message', resolve));

const results = await Promise.allSettled(
  Array.from({ length: Number(devices) }, (_, index) =>
    activateLicense(deps, {
      operationId: 'activateLicense',
      query: {},
      path: {},
      headers: {},
      origin,
      about: {},
      guessPassword,
      countTrial,
      body: { hardware_id: `${process.pid}-${index}`, product, license_key: licenseKey },
      credential,
    }),
  ),
);
process.send?.({
  granted: results.filter(({ status }) => status === 'fulfilled').length,
  refusals: results
    .filter((result) => result.status === 'rejected')
    .map(({ reason }) => String((reason as { code?: string }).code)),
});
process.disconnect();
await store.close();
