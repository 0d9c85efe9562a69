import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAdminClient, makeAdminToken } from '../../support/admin-client.ts';
import { signedHeaders } from '../../support/client.ts';
import { databaseOf } from '../../../src/config/config.ts';
import { dialect, openSession, untilWaitedFor } from '../../support/database.ts';
import { adminOperations, type DeclaredOperation } from '../../support/contract.ts';
import { whileLocked, withoutTable } from '../world.ts';
import { type AdminWorld, createAdminWorld, goodAdminCall, unique } from './world.ts';

const declares = ({ parameters }: DeclaredOperation, name: string) =>
  parameters.some((parameter) => parameter.name === name);
const table = (wanted: (operation: DeclaredOperation) => boolean = () => true) =>
  adminOperations.filter(wanted).map((operation) => [operation.operationId, operation] as const);

const takesFile = ({ requestBody }: DeclaredOperation) =>
  requestBody !== undefined && 'application/octet-stream' in requestBody.content;
const withBody = table((one) => one.requestBody !== undefined && !takesFile(one));
const withoutBody = table(
  ({ method, requestBody }) => method !== 'GET' && requestBody === undefined,
);
const lists = table(({ operationId }) => operationId.startsWith('list'));
const ofOne = table(({ path }) => path.includes('{id}'));
const creating = table((operation) => declares(operation, 'Idempotency-Key'));
const changing = table(({ method }) => method !== 'GET');
const repeated = table((one) => one.method !== 'GET' && !declares(one, 'Idempotency-Key'));
const conditional = table((operation) => declares(operation, 'If-Match'));
const unconditional = table((operation) => !declares(operation, 'If-Match'));

/** What holds for every operation of the Admin API. */
describe('the Admin API', () => {
  let world: AdminWorld;
  beforeAll(async () => {
    world = await createAdminWorld();
  });
  afterAll(() => world.server.close());

  const good = (operationId: string) => goodAdminCall(world, operationId);
  const kept = new Map<string, ReturnType<typeof good>>();
  /** A request that is refused changes nothing: one is enough for all refusals of an operation. */
  const goodAgain = (operationId: string) => {
    const call = kept.get(operationId) ?? good(operationId);
    kept.set(operationId, call);
    return call;
  };
  const refusal = async (operationId: string, call: object) =>
    (await world.client.refused(operationId, { ...(await goodAgain(operationId)), ...call })).code;
  const entries = async (query: Record<string, string>) => {
    const { body } = await world.client.call<{ items: Record<string, unknown>[] }>(
      'listAuditEntries',
      { query },
    );
    return body.items;
  };

  describe('a request to the Admin API', () => {
    it.each(table())('to %s succeeds with an admin token', async (operationId) => {
      expect((await world.client.call(operationId, await good(operationId))).status).toBeLessThan(
        300,
      );
    });

    it.each(table())('to %s is refused without one', async (operationId) => {
      for (const authorization of [undefined, 'Bearer', 'Bearer guessed', 'Basic Zm9vOmJhcg==']) {
        expect(await refusal(operationId, { authorization })).toBe('invalid_admin_token');
      }
    });

    it.each(table())('to %s is refused with an API key of the License API', async (operationId) => {
      const key = await world.make.apiKey();
      const [, [, signed]] = signedHeaders(key, new Date().toUTCString());
      for (const authorization of [signed, `Bearer ${key.api_key}`, `Bearer ${key.shared_key}`]) {
        expect(await refusal(operationId, { authorization })).toBe('invalid_admin_token');
      }
    });

    it('is refused with a revoked or an expired token', async () => {
      const { server } = world;
      const { id, token } = await makeAdminToken(server);
      const authorization = `Bearer ${token}`;
      expect((await world.client.call('listProducts', { authorization })).status).toBe(200);
      await server.store.adminTokens.revoke(id, server.clock.now());
      expect(await refusal('listProducts', { authorization })).toBe('invalid_admin_token');
    });

    it.each(table())(
      'to %s shows only the request ID of an internal error',
      async (operationId) => {
        const call = await good(operationId);
        const broken = () => world.client.refused(operationId, call);
        const { code, message } = await withoutTable(world.server, 'admin_tokens', broken);
        expect({ code, message }).toEqual({
          code: 'internal_error',
          message: expect.stringMatching(/^The server failed\. Look for the request id /),
        });
      },
    );

    it('gets 503 when the database does not respond', async () => {
      const closed = await createAdminWorld();
      const calls = await Promise.all(
        table().map(async ([id]) => [id, await goodAdminCall(closed, id)] as const),
      );
      await closed.server.store.close();
      for (const [operationId, call] of calls) {
        expect((await closed.client.refused(operationId, call)).code).toBe('service_unavailable');
      }
      await closed.server.close();
    });
  });

  describe('an admin token above its rate limit', () => {
    let limited: AdminWorld;
    beforeAll(async () => {
      limited = await createAdminWorld({ env: { LATCHKEY_RATE_LIMITS: 'admin-token=1' } });
    });
    afterAll(() => limited.server.close());

    it.each(table())('is refused by %s', async (operationId) => {
      const client = await createAdminClient(limited.server);
      const call = await goodAdminCall(limited, operationId);
      expect((await client.call(operationId, call)).status).not.toBe(429);
      const { status, headers, body } = await client.call(operationId, call);
      expect({ status, code: body['code'] }).toEqual({ status: 429, code: 'too_many_requests' });
      expect(Number(headers['retry-after'])).toBeGreaterThan(50);
    });
  });

  describe('what an operation does not have', () => {
    const taken = async (operationId: string, call: object) => {
      const { status } = await world.client.call(operationId, {
        ...(await good(operationId)),
        ...call,
      });
      expect(status).toBeLessThan(300);
    };

    it.each(withoutBody)('is ignored by %s: a body', async (operationId) => {
      await taken(operationId, { rawBody: '{' });
      await taken(operationId, {
        rawBody: 'a=b',
        contentType: 'application/x-www-form-urlencoded',
      });
      await taken(operationId, { rawBody: ' '.repeat(70_000) });
    });

    it.each(unconditional)('is ignored by %s: If-Match', async (operationId) => {
      await taken(operationId, { ifMatch: '"99"' });
    });

    it.each(repeated)('is ignored by %s: an Idempotency-Key', async (operationId) => {
      const idempotencyKey = unique('key');
      await world.client.call('createProduct', {
        ...(await good('createProduct')),
        idempotencyKey,
      });
      await taken(operationId, { idempotencyKey });
      // PostgreSQL has no room for it in an index.
      await taken(operationId, { idempotencyKey: randomBytes(3_000).toString('base64') });
    });
  });

  describe('a list', () => {
    it.each(lists)('of %s has pages that neither repeat nor skip', async (operationId) => {
      const call = await good(operationId);
      const ids: unknown[] = [];
      let cursor: string | null = null;
      let total: number;
      do {
        const query: Record<string, string | number> = { limit: 7, ...(cursor && { cursor }) };
        const { body } = await world.client.call<{
          items: { id: number }[];
          total: number;
          next_cursor: string | null;
        }>(operationId, { ...call, query });
        ids.push(...body.items.map(({ id }) => id));
        ({ total, next_cursor: cursor } = body);
        expect(body.items.length).toBeLessThanOrEqual(7);
      } while (cursor !== null);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids).toHaveLength(total);
    });

    it.each(lists)('of %s refuses an invalid cursor and limit', async (operationId) => {
      for (const query of [{ cursor: 'x' }, { limit: 0 }, { limit: 201 }, { limit: 'many' }]) {
        expect(await refusal(operationId, { query })).toBe('validation_error');
      }
    });

    it.each(lists)('of %s refuses an unknown filter', async (operationId) => {
      expect(await refusal(operationId, { query: { colour: 'red' } })).toBe('validation_error');
    });
  });

  describe('one resource', () => {
    it.each(ofOne)('gets not_found from %s for an unknown ID', async (operationId) => {
      const { path, ...call } = await goodAgain(operationId);
      const missing = { ...call, path: { ...path, id: 1_000_000_000_000_001 } };
      expect((await world.client.refused(operationId, missing)).code).toBe('not_found');
    });

    it.each(ofOne)('gets an error from %s for an invalid ID', async (operationId) => {
      for (const id of ['abc', '0', '-1', '1.5']) {
        expect(await refusal(operationId, { path: { id } })).toBe('validation_error');
      }
      for (const id of ['%00', '%F0']) {
        expect(await refusal(operationId, { path: { id } })).toBe('not_found');
      }
    });

    it.each(conditional)(
      'is not changed by %s when it has another revision',
      async (operationId) => {
        expect(await refusal(operationId, { ifMatch: '"99"' })).toBe('precondition_failed');
        expect(await refusal(operationId, { ifMatch: 'W/"99"' })).toBe('precondition_failed');
        expect(await refusal(operationId, { ifMatch: '1' })).toBe('validation_error');
        const call = { ...(await good(operationId)), ifMatch: '"1"' };
        expect((await world.client.call(operationId, call)).status).toBeLessThan(300);
      },
    );
  });

  it.each(conditional)('%s accepts an ETag that a proxy made weak', async (operationId) => {
    const call = { ...(await good(operationId)), ifMatch: 'W/"1"' };
    expect((await world.client.call(operationId, call)).status).toBeLessThan(300);
  });

  it.each(conditional)(
    '%s is refused when another instance changes the same resource first',
    async (operationId, { path }) => {
      const call = await good(operationId);
      const [, , , kind = ''] = path.split('/');
      const isConnection = path.endsWith('/connection');
      const [table, key] = isConnection
        ? ['connections', 'customer_account_id']
        : [kind.replaceAll('-', '_'), 'id'];
      const database = databaseOf(world.server.config);
      const session = await openSession(database);
      await session.query(dialect() === 'postgres' ? 'begin' : 'begin immediate');
      await session.query(
        `update ${table} set revision = revision + 1 where ${key} = ${call.path?.['id']}`,
      );
      const answer = refusal(operationId, { ...call, ifMatch: '"1"' });
      await untilWaitedFor(session, database);
      await session.query('commit');
      await session.close();
      expect(await answer).toBe('precondition_failed');
    },
  );

  describe('an Idempotency-Key', () => {
    it.each(creating)('makes %s run once, however often it is sent', async (operationId) => {
      const call = { ...(await good(operationId)), idempotencyKey: unique('key') };
      const replies = await Promise.all(
        Array.from({ length: 5 }, () => world.client.call(operationId, call)),
      );
      for (const { status, body, headers } of replies) {
        expect({ status, body }).toEqual({ status: 201, body: replies[0]?.body });
        expect(headers['location']).toBe(replies[0]?.headers['location']);
      }
    });

    it.each(creating)('of %s is refused for another request', async (operationId) => {
      const idempotencyKey = unique('key');
      await world.client.call(operationId, { ...(await good(operationId)), idempotencyKey });
      expect(await refusal(operationId, { idempotencyKey })).toBe('idempotency_key_used');
    });

    it.each(changing.filter((one) => !creating.some(([name]) => name === one[0])))(
      'is ignored by %s, which declares none',
      async (operationId) => {
        const idempotencyKey = randomBytes(5_000).toString('base64url');
        for (const call of [await good(operationId), await good(operationId)]) {
          const { status } = await world.client.call(operationId, { ...call, idempotencyKey });
          expect(status).toBeLessThan(300);
        }
      },
    );

    it('expires after a day and belongs to one token', async () => {
      const call = { ...(await good('createProduct')), idempotencyKey: unique('key') };
      await world.client.call('createProduct', call);
      const other = await createAdminClient(world.server);
      expect((await other.refused('createProduct', call)).code).toBe('already_exists');
      world.server.clock.advance(24 * 3_600_000 + 1);
      expect((await world.client.refused('createProduct', call)).code).toBe('already_exists');
      world.server.clock.advance(-24 * 3_600_000 - 1);
    });
  });

  describe('the audit log', () => {
    it.each(changing)('has an entry for %s', async (operationId) => {
      const { headers } = await world.client.call(operationId, await good(operationId));
      const [entry] = await entries({ action: operationId, outcome: 'done' });
      expect(entry).toMatchObject({
        actor_kind: 'admin_token',
        actor_id: String(world.client.tokenId),
        action: operationId,
        address: expect.stringContaining('127.0.0.1'),
        request_id: headers['x-request-id'],
      });
    });

    it.each(changing.filter(([, { path }]) => path.includes('{id}')))(
      'has an entry for %s when it is refused',
      async (operationId) => {
        const id = 1_000_000_000_000_001;
        await refusal(operationId, { path: { ...(await goodAgain(operationId)).path, id } });
        const [entry] = await entries({ action: operationId, outcome: 'refused' });
        expect(entry).toMatchObject({ code: 'not_found', subject_id: id, detail: { id } });
        // Of the kind that it is of where it succeeds.
        await world.client.call(operationId, await good(operationId));
        const [done] = await entries({ action: operationId, outcome: 'done' });
        expect(entry?.['subject_kind']).toBe(done?.['subject_kind']);
      },
    );

    it.each(withBody)('has an entry for %s when it is invalid, without the body', async (id) => {
      const { body, path, ...call } = await goodAgain(id);
      const more = { ...(body as object), 'Secret-1': 'Secret-2', password: 'Secret-3' };
      await world.client.refused(id, { ...call, ...(path && { path }), body: more });
      const refusals = await entries({ action: id, outcome: 'refused' });
      expect(refusals).toContainEqual(
        expect.objectContaining({
          code: 'validation_error',
          actor_id: String(world.client.tokenId),
          subject_id: path?.['id'] ?? null,
          detail: { ...(path && { id: path['id'] }), field: 'body' },
        }),
      );
      expect(JSON.stringify(refusals)).not.toContain('Secret-');
    });

    it('names the invalid field but no list that was requested', async () => {
      await refusal('setLicenseUserPassword', { body: { password: 'short' } });
      await refusal('listProducts', { query: { limit: 0 } });
      const [entry] = await entries({ action: 'setLicenseUserPassword', outcome: 'refused' });
      expect(entry).toMatchObject({ detail: { field: 'body.password' } });
      expect(await entries({ action: 'listProducts' })).toEqual([]);
    });

    it('has no entry for a change that was rolled back', async () => {
      const hasty = await createAdminWorld({ busyTimeout: 50 });
      const call = await goodAdminCall(hasty, 'createProduct');
      await whileLocked(hasty.server, () => hasty.client.refused('createProduct', call));
      expect((await hasty.client.call('listAuditEntries')).body).toMatchObject({ total: 0 });
      await hasty.server.close();
    });
  });
});
