import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { describeError } from '../../src/observability/describe-error.ts';
import { ApiError } from '../../src/rules/errors.ts';

const SECRET = 'CANARY-0123456789abcdef';

function databaseError(message: string, fields: object): Error {
  return Object.assign(new pg.DatabaseError(message, 1, 'error'), fields);
}

describe('an error in the log', () => {
  it('has its type, message, code and location, and those of its causes', () => {
    const cause = Object.assign(new TypeError('the cause'), { code: 'ECONNRESET' });
    const described = describeError(new ApiError('internal_error', 'It failed.', { cause }));
    expect(described).toEqual({
      type: 'ApiError',
      message: 'It failed.',
      code: 'internal_error',
      stack: expect.stringMatching(/^ +at .*describe-error\.test\.ts/),
      cause: {
        type: 'TypeError',
        message: 'the cause',
        code: 'ECONNRESET',
        stack: expect.any(String),
      },
    });
  });

  it('has the code of SQLite or PostgreSQL', () => {
    expect(describeError(Object.assign(new Error('busy'), { errcode: 5 }))).toMatchObject({
      code: 5,
    });
    const refused = databaseError('relation "licenses" does not exist', { code: '42P01' });
    expect(describeError(refused)).toMatchObject({
      type: 'DatabaseError',
      code: '42P01',
      message: 'relation "licenses" does not exist',
    });
  });

  it('has the first of several errors', () => {
    const tries = new AggregateError([new Error('refused'), new Error('refused too')]);
    expect(describeError(tries)).toMatchObject({ cause: { message: 'refused' } });
  });

  it('ends when causes refer to each other', () => {
    const error = new Error('round');
    error.cause = error;
    expect(JSON.stringify(describeError(error)).match(/round/g)).toHaveLength(6);
  });

  it.each<[string, unknown]>([
    ['a thrown string', SECRET],
    ['a thrown object', { message: SECRET }],
    ['a property', Object.assign(new Error('it failed'), { response: { body: SECRET } })],
    ['a parameter', Object.assign(new Error('it failed'), { parameters: [SECRET] })],
    ['an invalid URL', error(() => new URL(SECRET))],
    ['an invalid JSON text', error(() => JSON.parse(`{"a": ${SECRET}`))],
    ['the message, in its stack', new Error(`unexpected ${SECRET}`)],
    ['a message that looks like a stack', new Error(`it failed\n    at ${SECRET}`)],
    ['a password in a URL', new Error('no answer of postgres://user:hunter2@db/latchkey')],
    ['a query', new Error('no answer of https://idp.test/token?code=hunter2&x=1')],
    ['a fragment', new Error('no answer of https://idp.test/#id_token=hunter2')],
    ['a value', databaseError('invalid input syntax: "hunter2"', { code: '22P02' })],
    ['a row', databaseError('duplicate key', { code: '23505', detail: 'Key (x)=(hunter2)' })],
    ['a cause', new Error('it failed', { cause: new Error(SECRET) })],
  ])('does not contain %s', (_, thrown) => {
    const described = JSON.stringify(describeError(thrown));
    expect(described).not.toContain(SECRET);
    expect(described).not.toContain('hunter2');
  });

  it.each([
    'connect ECONNREFUSED 127.0.0.1:5432',
    "ENOENT: no such file or directory, open '/var/lib/latchkey/openid-key.json'",
    'UNIQUE constraint failed: customer_accounts.code',
    'no answer of https://login.example.com/realms/acme/',
    'duplicate key value violates unique constraint "license_assignments_license_user_id_index"',
  ])('keeps what helps: %s', (message) => {
    expect(describeError(new Error(message)).message).toBe(message);
  });
});

/** What a function throws. */
function error(work: () => unknown): unknown {
  try {
    return work();
  } catch (thrown) {
    return thrown;
  }
}
