import { env } from 'node:process';

/** Tests run as ES modules on the same TypeScript files that the server runs. */
const common = {
  roots: ['<rootDir>/test'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' } },
    ],
  },
};

/** Tests that are about what is stored: they run on every database. */
const onEveryDatabase = [
  'test/clean-up',
  'test/store/**',
  'test/bulk/**',
  'test/demo/**',
  'test/doctor/{examine,keys}',
  'test/durability/**',
  'test/contract/{contract,admin,two-instances}',
  'test/contract/random-{requests,admin-requests}',
  'test/health/**',
  'test/keys/{key-ring,rotation}',
  'test/licenses/**',
  'test/metrics/metrics',
  'test/limits/**',
  'test/sign-in/**',
  'test/sso/redeem-sign-in',
  'test/docs/{backup,production}',
  'test/{log,shutdown}',
  'test/end-to-end/{two-instances,killed-instance}',
].map((path) => `<rootDir>/${path}.test.ts`);

export default {
  testTimeout: 30_000,
  // Many tests wait: for servers to start, for clients that are slow, for disks. Jest alone would leave a core idle,
  // which on a machine of two is what tests that are about time need: so where a failure costs most, it does.
  ...(env.CI ? {} : { maxWorkers: '100%' }),
  projects: [
    { ...common, displayName: 'sqlite', testMatch: ['**/*.test.ts'] },
    {
      ...common,
      displayName: 'postgres',
      testMatch: onEveryDatabase,
      // What test/support/database.ts goes by.
      globals: { testDatabase: 'postgres' },
      globalSetup: '<rootDir>/test/support/postgres-setup.ts',
      globalTeardown: '<rootDir>/test/support/postgres-teardown.ts',
    },
  ],
};
