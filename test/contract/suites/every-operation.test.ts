import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DeclaredOperation, applicationOperations } from '../../support/contract.ts';
import { isSigned, signedHeaders } from '../../support/client.ts';
import { http } from '../../support/http.ts';
import { createWorld, goodCall, withFields, type World } from '../world.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

const table = (wanted: (operation: DeclaredOperation) => boolean = () => true) =>
  applicationOperations
    .filter(wanted)
    .map((operation) => [operation.operationId, operation] as const);

/** What holds for every operation of the contract. */
describe('the contract', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.server.close());

  describe('every operation: its path', () => {
    it.each(table())(
      'is accepted by %s with and without a slash at the end',
      async (operationId) => {
        for (const slash of [false, true]) {
          const call = await goodCall(world, operationId);
          expect((await world.client.call(operationId, { ...call, slash })).status).toBe(200);
        }
      },
    );

    it.each(table())('has nothing but 404 below and beside it: %s', async (_, { method, path }) => {
      const elsewhere = [`${path}/nothing`, `${path}//`, `/${path}`, `${path}.json`, `${path}%2F`];
      for (const target of [...elsewhere, path.toUpperCase(), `${path};a=b`]) {
        const { status, text } = await http(world.server.url, { method, target });
        expect({ target, status }).toEqual({ target, status: 404 });
        expect(JSON.parse(text)).toEqual({
          status: 404,
          code: 'not_found',
          message: expect.any(String),
        });
      }
    });

    it.each(table())(
      'gets 405 for other methods from %s, with the allowed ones',
      async (_, operation) => {
        const { method: own, path } = operation;
        const allowed = own === 'GET' ? ['GET', 'HEAD'] : [own];
        for (const method of METHODS.filter((one) => !allowed.includes(one))) {
          for (const target of [path, `${path}/`]) {
            const { status, headers, bytes } = await http(world.server.url, { method, target });
            expect({ method, status, allow: headers['allow'] }).toEqual({
              method,
              status: 405,
              allow: allowed.join(', '),
            });
            if (method === 'HEAD') continue;
            expect(JSON.parse(bytes.toString())).toEqual({
              status: 405,
              code: 'method_not_allowed',
              message: expect.any(String),
            });
            const signature = headers['licensesignature'];
            expect(isSigned(world.server, bytes, signature)).toBe(path.startsWith('/api/'));
          }
        }
      },
    );

    it.each(table(({ method }) => method === 'GET'))(
      'accepts HEAD as GET without the body: %s',
      async (operationId, { path }) => {
        const { query } = await goodCall(world, operationId);
        const search = new URLSearchParams(query as Record<string, string> | undefined).toString();
        const target = search === '' ? path : `${path}?${search}`;
        const headers = signedHeaders(world.apiKey, world.server.clock.now().toUTCString());
        const get = await http(world.server.url, { method: 'GET', target, headers });
        const head = await http(world.server.url, { method: 'HEAD', target, headers });
        expect({ status: head.status, length: head.bytes.length }).toEqual({
          status: 200,
          length: 0,
        });
        const headersOf = ({ headers: all }: typeof get) => Object.keys(all).sort();
        expect(headersOf(head)).toEqual(headersOf(get));
      },
    );

    it.each(['/', '/openapi.yaml', '/health/live', '/health/ready'])(
      'accepts HEAD as GET at %s',
      async (target) => {
        const get = await http(world.server.url, { method: 'GET', target });
        const head = await http(world.server.url, { method: 'HEAD', target });
        expect({ status: head.status, length: head.bytes.length }).toEqual({
          status: get.status,
          length: 0,
        });
        expect(head.headers['content-type']).toBe(get.headers['content-type']);
      },
    );

    it('gets a signed 404 when it is below the License API and unknown', async () => {
      const { headers, bytes } = await http(`${world.server.url}/api/v4/nothing`);
      expect(isSigned(world.server, bytes, headers['licensesignature'])).toBe(true);
    });
  });

  describe('every operation: a query of more than 100 parameters', () => {
    it.each(table())('is refused by %s', async (operationId) => {
      const rawQuery = Array.from({ length: 101 }, () => 'a=1').join('&');
      const { code, message } = await world.client.refused(operationId, { rawQuery });
      expect(code).toBe('validation_error');
      expect(message).toBe('The query has 101 parameters; send at most 100.');
    });
  });

  describe('every operation: what is not in the contract', () => {
    it.each(table(({ operationId }) => operationId !== 'getSsoUrl'))(
      'is ignored by %s',
      async (operationId) => {
        const call = await goodCall(world, operationId);
        const strange = { quantity: 1, constructor: 'x', toString: 'x', length: '3', 'a[b]': 1 };
        const { status } = await world.client.call(operationId, withFields(call, strange));
        expect(status).toBe(200);
      },
    );

    it.each(table(({ method, operationId }) => method === 'GET' && operationId !== 'getSsoUrl'))(
      'is ignored by %s: a parameter named __proto__',
      async (operationId) => {
        const { query } = await goodCall(world, operationId);
        const known = new URLSearchParams(query as Record<string, string> | undefined);
        const rawQuery = `${known.toString()}&__proto__=1&__proto__[polluted]=1`;
        expect((await world.client.call(operationId, { rawQuery })).status).toBe(200);
        expect({}).not.toHaveProperty('polluted');
      },
    );

    it.each(table(({ method, operationId }) => method === 'GET' && operationId !== 'getSsoUrl'))(
      'is ignored by %s: a parameter named others',
      async (operationId) => {
        const call = withFields(await goodCall(world, operationId), { others: 'x' });
        expect((await world.client.call(operationId, call)).status).toBe(200);
      },
    );

    it.each(table(({ method }) => method === 'POST'))(
      'is ignored by %s in the query too',
      async (operationId) => {
        const call = { ...(await goodCall(world, operationId)), query: { quantity: 1 } };
        expect((await world.client.call(operationId, call)).status).toBe(200);
      },
    );

    it('is refused by getSsoUrl with its name', async () => {
      const call = await goodCall(world, 'getSsoUrl');
      for (const name of ['quantity', 'others', 'constructor', '__proto__', 'hardware_id']) {
        const query = { ...call.query };
        Object.defineProperty(query, name, { value: 'x', enumerable: true });
        const { code, message } = await world.client.refused('getSsoUrl', { query });
        expect(code).toBe('validation_error');
        expect(message).toBe(`query.${name} is not a parameter of this operation`);
      }
    });
  });
});
