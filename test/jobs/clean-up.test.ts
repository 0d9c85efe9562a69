import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { systemOrigin, type AuditEntry } from '../../src/rules/audit-event.ts';
import { cleanUp, cleanUpRegularly } from '../../src/jobs/clean-up.ts';
import { filesFolder } from '../../src/files/file-path.ts';
import { databaseOf } from '../../src/config/config.ts';
import { withoutTable } from '../contract/world.ts';
import { countRows, openSession } from '../support/database.ts';
import { storedNames } from '../support/uploads.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

const now = new Date('2026-06-15T12:00:00.000Z');
const DAY = 86_400_000;

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ now, env: { LATCHKEY_AUDIT_RETENTION: '30' } });
});
afterAll(() => server.close());

/** Adds entries of a time. */
async function record(time: string, count = 1): Promise<void> {
  await server.store.transaction(async ({ audit }) => {
    for (let index = 0; index < count; index += 1) {
      await audit.record(systemOrigin, { action: 'written', outcome: 'done' }, new Date(time));
    }
  });
}

async function entries(action: string): Promise<AuditEntry[]> {
  return (await server.store.audit.list({ action }, { limit: 200 })).items;
}

describe('cleanUp of files', () => {
  it('deletes what was received of a file and is not used', async () => {
    const { config, store, deps } = server;
    const folder = filesFolder(config);
    await mkdir(folder, { recursive: true });
    const old = new Date(now.getTime() - 2 * DAY);
    for (const name of ['1', '2', '2.part', '3.part']) await writeFile(join(folder, name), 'x');
    await utimes(join(folder, '2.part'), old, old);
    await utimes(join(folder, '3.part'), now, now);
    const facts = { filename: 'setup.exe', size: 1, hash_md5: 'a', hash_sha256: 'b' };
    await store.uploads.create({ id: 1, ...facts }, old);
    await store.uploads.create({ id: 2, ...facts }, now);
    await cleanUp(deps);
    expect((await storedNames(config)).sort()).toEqual(['2', '3.part']);
  });
});

describe('cleanUp', () => {
  beforeEach(() => server.store.audit.deleteOldest(new Date(now.getTime() + DAY), 1_000_000));

  it('deletes audit entries beyond the retention time by whole days', async () => {
    await record('2026-05-15T23:59:59.999Z');
    await record('2026-05-16T00:00:00.000Z');
    await record('2026-06-15T11:59:59.999Z');
    await cleanUp(server.deps);
    expect((await entries('written')).map(({ createdAt }) => createdAt.toISOString())).toEqual([
      '2026-06-15T11:59:59.999Z',
      '2026-05-16T00:00:00.000Z',
    ]);
  });

  it('records each deletion in the audit log, and nothing when nothing was deleted', async () => {
    await record('2026-05-15T10:00:00.000Z', 3);
    await cleanUp(server.deps);
    await cleanUp(server.deps);
    const { id, ...told } = (await entries('deleteAuditEntries'))[0] ?? {};
    expect(id).toEqual(expect.any(Number));
    expect(told).toEqual({
      ...systemOrigin,
      actorName: null,
      subjectName: null,
      about: {},
      createdAt: now,
      action: 'deleteAuditEntries',
      outcome: 'done',
      detail: { entries: 3, before: '2026-05-16T00:00:00.000Z' },
      repeated: 0,
    });
    expect(await entries('deleteAuditEntries')).toHaveLength(1);
  });

  it('deletes in batches with an entry each, and stops between two batches when the server stops', async () => {
    await record('2026-05-01T10:00:00.000Z', 1_250);
    await cleanUp({ ...server.deps, stopping: AbortSignal.abort() });
    expect(await server.store.audit.list({ action: 'written' }, { limit: 1 })).toMatchObject({
      total: 750,
    });
    await cleanUp(server.deps);
    const told = await entries('deleteAuditEntries');
    expect(told.map(({ detail }) => detail['entries']).sort()).toEqual([250, 500, 500]);
    expect(await entries('written')).toEqual([]);
  });

  it('deletes each entry once when instances clean up at the same time', async () => {
    await record('2026-05-01T10:00:00.000Z', 1_250);
    await Promise.all([1, 2, 3].map(() => cleanUp(server.deps)));
    const told = await entries('deleteAuditEntries');
    expect(told.reduce((sum, { detail }) => sum + Number(detail['entries']), 0)).toBe(1_250);
  });

  it('deletes nothing when the deletion cannot be recorded', async () => {
    await record('2026-05-15T10:00:00.000Z', 3);
    const session = await openSession(databaseOf(server.config));
    // Entries can be deleted still, and none be written.
    await session.query('alter table audit_log rename column detail to detail_away');
    await expect(cleanUp(server.deps)).rejects.toThrow();
    await session.query('alter table audit_log rename column detail_away to detail');
    await session.close();
    expect(await entries('written')).toHaveLength(3);
  });

  it('keeps all audit entries by default', async () => {
    await record('1999-12-31T23:59:59.999Z');
    await cleanUp({ ...server.deps, config: { ...server.config, auditRetention: null } });
    expect(await entries('written')).toHaveLength(1);
  });

  it('repeats at intervals, also after a failure, until it is stopped', async () => {
    const { records } = server.store;
    const expired = new Date(now.getTime() - 7_200_000);
    const end = cleanUpRegularly(server.deps, 5);
    await withoutTable(server, 'records', async () => {
      while (!server.logs.some(({ msg }) => msg === 'clean-up failed')) await setTimeout(5);
    });
    await records.put('Code', 'late', {}, expired);
    while ((await records.find('Code', 'late')) !== undefined) await setTimeout(5);
    end();
    await setTimeout(100);
    await records.put('Code', 'too late', {}, expired);
    await setTimeout(100);
    expect(await records.find('Code', 'too late')).toBeDefined();
  });

  it('deletes records one hour after they expired', async () => {
    const { records } = server.store;
    const expired = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
    await records.put('Code', 'old', {}, expired(61));
    await records.put('Code', 'young', {}, expired(59));
    await cleanUp(server.deps);
    expect(await records.find('Code', 'old')).toBeUndefined();
    expect(await records.find('Code', 'young')).toBeDefined();
  });

  it('deletes expired counts of rate limits immediately', async () => {
    const { rateLimits } = server.store;
    const add = (key: string, seconds: number) =>
      rateLimits.add(key, 1, new Date(now.getTime() + seconds * 1_000), now);
    const session = await openSession(databaseOf(server.config));
    const counted = async () => {
      const [count] = Object.values(await countRows(session, ['rate_limits'])) as unknown[];
      return Number(count);
    };
    await cleanUp(server.deps);
    const before = await counted();
    await add('gone', -1);
    await add('there', 1);
    await cleanUp(server.deps);
    expect(await counted()).toBe(before + 1);
    await session.close();
  });
});
