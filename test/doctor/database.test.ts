import { describe, expect, it } from '@jest/globals';
import { checkFacts } from '../../src/doctor/database.ts';
import type { DatabaseFacts } from '../../src/store/database-facts.ts';

const postgres: DatabaseFacts & { kind: 'postgres' } = {
  kind: 'postgres',
  version: '18.1',
  encoding: 'UTF8',
  isStandby: false,
  fsync: true,
  isReadOnly: false,
  keepsSessions: true,
  lostLimits: [],
  maxConnections: 100,
  now: new Date(),
};

const judged = (facts: DatabaseFacts, databasePool = 10) =>
  [...checkFacts(facts, { databasePool })].filter(({ level }) => level !== 'ok');

describe('checkFacts', () => {
  it('is ok for a normal database', () => {
    expect(judged(postgres)).toEqual([]);
    expect(judged({ kind: 'sqlite', version: '3.50', damage: undefined })).toEqual([]);
  });

  it.each([
    ['another encoding', { encoding: 'SQL_ASCII' }, 'fault', 'SQL_ASCII'],
    ['a standby', { isStandby: true }, 'fault', 'standby'],
    ['no writes', { isReadOnly: true }, 'fault', 'is read-only'],
    ['a pooler with transaction pooling', { keepsSessions: false }, 'fault', 'pooler'],
    [
      'limits that are lost',
      { lostLimits: [{ name: 'lock_timeout', is: '0', asked: '5s' }] },
      'fault',
      'lock_timeout is 0, not 5s',
    ],
    ['no fsync', { fsync: false }, 'fault', 'fsync is off'],
    ['few connections', { maxConnections: 12 }, 'warning', 'LATCHKEY_DATABASE_POOL is 10'],
    ['another time', { now: new Date(0) }, 'fault', 'ahead of that of the database'],
  ])('finds %s', (_, over, level, said) => {
    expect(judged({ ...postgres, ...over })).toMatchObject([
      { level, message: expect.stringContaining(said), cure: expect.stringMatching(/\w/) },
    ]);
  });

  it('finds a damaged file', () => {
    expect(judged({ kind: 'sqlite', version: '3.50', damage: 'Page 7: never used' })).toMatchObject(
      [{ level: 'fault', message: expect.stringContaining('Page 7'), cure: expect.any(String) }],
    );
  });
});
