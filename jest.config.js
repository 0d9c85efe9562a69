import process from 'node:process';
import { URL } from 'node:url';
import { existsSync, statfsSync } from 'node:fs';
import { availableParallelism, freemem } from 'node:os';

// Databases in memory, where there is room: nobody waits for the disk then, and all else is as it is on one.
const MEMORY = '/dev/shm';
const ROOM = 4 * 2 ** 30;
if (process.env.TMPDIR === undefined && existsSync(MEMORY)) {
  const { bavail, bsize } = statfsSync(MEMORY);
  if (Math.min(bavail * bsize, freemem()) > ROOM) process.env.TMPDIR = MEMORY;
}
// What workers, and the programs that they start, load is compiled once.
process.env.NODE_COMPILE_CACHE ??= new URL(
  'node_modules/.cache/compiled',
  import.meta.url,
).pathname;

/** Tests run as ES modules on the same TypeScript files that the server runs, loaded by Node.js itself. */
const common = {
  roots: ['<rootDir>/test'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {},
  runtime: '<rootDir>/test/support/jest/runtime.ts',
};

/**
 * Tests that are about what is stored: they run on every database. Those about pages, about what a provider says, and
 * about how files are read store nothing in a way of their own, and run once.
 */
const onEveryDatabase = [
  'test/jobs/**/*',
  'test/store/**/*',
  'test/bulk/{bundle-licenses,bundles,consumptions,customers-of-licenses,import-records,policies,round-trip,versions}',
  'test/demo/**/*',
  'test/doctor/{examine,keys}',
  'test/durability/**/*',
  'test/contract/{suites,admin}/*',
  'test/contract/random-{requests,admin-requests}',
  'test/files/**/*',
  'test/health/**/*',
  'test/keys/{key-ring,rotation,secret-key-change}',
  'test/licenses/**/*',
  'test/metrics/{metrics,monitoring}',
  'test/limits/**/*',
  'test/sign-in/{another-*,causes,change-password,oidc-sign-in,overload,password-sign-in}',
  'test/sign-in/{provider-claims,sent-twice,test-sign-in}',
  'test/sso/redeem-sign-in',
  'test/docs/{backup,production}',
  'test/observability/log',
  'test/web/shutdown',
  'test/end-to-end/{two-instances,killed-instance}',
].map((path) => `<rootDir>/${path}.test.ts`);

/** Suites about one of them alone: the tests of the other leave them out. */
const onlyOnSqlite = [
  'test/store/tables/license-figures',
  'test/store/migrate/released',
  'test/store/sqlite/{group-commit,sqlite-dialect}',
  'test/durability/disk-writes',
  // What they try is refused before the store is asked.
  'test/contract/admin/bodies',
  'test/contract/suites/{bodies,parameters,signed-operations}',
];
const onlyOnPostgres = [
  'test/durability/crashed-postgres',
  'test/end-to-end/{two-instances,killed-instance}',
  'test/store/tables/api-keys',
  'test/store/move/**/*',
  'test/store/postgres/{fail-over,pgbouncer,postgres-dialect,postgres-tls}',
  'test/docs/backup',
];
/** What `npm run test:long` alone runs: it installs everything twice, where test/packaging/package does it once. */
const isLong = process.env.LATCHKEY_LONG_TESTS === 'on';
const onlyLong = isLong ? [] : ['test/packaging/image'];

const without = (paths) => paths.map((path) => `!**/${path}.test.ts`);

export default {
  testTimeout: 30_000,
  // One more than there are cores. Many tests wait: for clients that are slow, for limits of time, for locks.
  maxWorkers: availableParallelism() + 1,
  testSequencer: '<rootDir>/test/support/jest/longest-first.ts',
  reporters: [
    'default',
    '<rootDir>/test/support/jest/contract-reached.ts',
    '<rootDir>/test/support/jest/slowest-suites.ts',
  ],
  // A large worker stands still to collect its garbage, which breaks tests about time: the next suite gets a new one.
  workerIdleMemoryLimit: '500MB',
  projects: [
    {
      ...common,
      displayName: 'sqlite',
      testMatch: ['**/*.test.ts', ...without([...onlyOnPostgres, ...onlyLong])],
      globalSetup: '<rootDir>/test/support/jest/bundle-programs.ts',
    },
    {
      ...common,
      displayName: 'postgres',
      testMatch: [...onEveryDatabase, ...without(onlyOnSqlite)],
      // What test/support/database.ts goes by.
      globals: { testDatabase: 'postgres' },
      globalSetup: '<rootDir>/test/support/postgres-setup.ts',
      globalTeardown: '<rootDir>/test/support/postgres-teardown.ts',
    },
  ],
};
