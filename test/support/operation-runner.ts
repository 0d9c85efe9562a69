/**
 * Another process on the database of a server: runs operations of the License API on request, all at once.
 * Usage: node operation-runner.ts <database> <data directory>
 */
import { pino } from 'pino';
import { operations } from '../../generated/operations.ts';
import { isPostgres } from '../../src/config/postgres-url.ts';
import { loadConfig } from '../../src/config/config.ts';
import type { Deps } from '../../src/deps.ts';
import { openKeyRing } from '../../src/keys/key-ring.ts';
import { sealingOf } from '../../src/keys/secret-key-file.ts';
import { loadBranding } from '../../src/pages/branding/branding.ts';
import { companyScope } from '../../src/rules/credential.ts';
import { ApiError } from '../../src/rules/errors.ts';
import { openStore } from '../../src/store/store.ts';
import type { Answer, Run } from './other-process.ts';
import { testSecretKey } from './sealing.ts';

const [database = '', dataDir = ''] = process.argv.slice(2);
const config = loadConfig({
  LATCHKEY_DATA_DIR: dataDir,
  ...(isPostgres(database) && { LATCHKEY_SECRET_KEY: testSecretKey }),
});
const store = await openStore(database, { sealing: sealingOf(config) });
const basis = { store, config, log: pino({ level: 'silent' }), clock: () => new Date() };
const keys = await openKeyRing(basis);
const branding = loadBranding(config.branding);
const deps: Deps = { ...basis, keys, branding, stopping: new AbortController().signal };

/** What the steps before an operation add to a request that was let through. */
const admitted = {
  path: {},
  headers: {},
  origin: { actorKind: 'api_key', actorId: '1', address: null, requestId: null },
  credential: {
    kind: 'api_key',
    id: 1,
    read_only: false,
    product_ids: null,
    scope: companyScope,
  },
  countTrial: () => Promise.resolve(),
};

async function answer(operationId: Run['operationId'], request: Run['requests'][number]) {
  const operation = operations[operationId] as unknown as (
    deps: Deps,
    request: object,
  ) => Promise<Answer>;
  try {
    const { body } = await operation(deps, {
      ...admitted,
      operationId,
      query: {},
      body: {},
      about: {},
      ...request,
    });
    return { body };
  } catch (error) {
    return { code: error instanceof ApiError ? error.code : String(error) };
  }
}

process.on('message', ({ operationId, requests }: Run) => {
  void Promise.all(requests.map((request) => answer(operationId, request))).then((answers) =>
    process.send?.(answers),
  );
});
process.once('disconnect', () => void store.close());
process.send?.('ready');
