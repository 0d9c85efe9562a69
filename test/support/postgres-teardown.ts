/** After the tests on PostgreSQL: what `postgres-setup.ts` started or made goes. */
// eslint-disable-next-line no-restricted-syntax -- Jest looks for it
export default async function tearDown(): Promise<void> {
  const { tearDownPostgres } = globalThis as { tearDownPostgres?: () => Promise<void> };
  await tearDownPostgres?.();
}
