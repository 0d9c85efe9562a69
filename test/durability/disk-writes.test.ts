import { setTimeout } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { describeOnSqlite } from '../support/describe-on.ts';
import { createInstallation } from '../support/installation.ts';
import { watch, withStrace } from '../support/strace.ts';

const ACTIVATIONS = 200;

describeOnSqlite('the SQLite database', () => {
  // On PostgreSQL the server writes. test/store/postgres/postgres-dialect.test.ts tests the setting that makes it wait.
  withStrace.it(
    `is written to the disk (fsync) at least once for each of ${ACTIVATIONS} activations`,
    async () => {
      const installation = await createInstallation();
      const server = await installation.startServer();
      const licenseKey = await installation.newLicense(null);
      const tracer = await watch(server.pid, ['-c', '-e', 'trace=fsync,fdatasync']);
      await setTimeout(200);
      for (let index = 0; index < ACTIVATIONS; index += 1) {
        const { status } = await installation.activate(server.url, licenseKey, `device-${index}`);
        expect(status).toBe(200);
      }
      const lines = (await tracer.end()).split('\n');
      // The columns: % time, seconds, usecs/call, calls, errors (may be missing), syscall.
      const calls = lines
        .filter((line) => /\b(fsync|fdatasync)$/.test(line))
        .map((line) => Number(line.trim().split(/\s+/)[3]));
      await installation.close();
      expect(calls.reduce((sum, one) => sum + one, 0)).toBeGreaterThanOrEqual(ACTIVATIONS);
    },
    60_000,
  );
});
