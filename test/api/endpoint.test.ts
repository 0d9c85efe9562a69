import { describe, expect, it } from '@jest/globals';
import type { Operation } from 'openapi-backend';
import { endpointOf } from '../../src/api/endpoint.ts';
import { openContract } from '../../src/contract/openapi.ts';

const operation = {
  operationId: 'getThings',
  method: 'get',
  path: '/api/v4/things',
  responses: {},
} satisfies Operation;

describe('an endpoint', () => {
  it('is made of each operation of the contract', async () => {
    const { router } = await openContract();
    const ids = router.getOperations().map((one) => endpointOf(one).operationId);
    expect(ids).toContain('getSsoUrl');
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each([
    ['a list in the query', { name: 'ids', in: 'query', schema: { type: 'array' } }],
    ['JSON in the query', { name: 'filter', in: 'query', content: { 'application/json': {} } }],
    ['a cookie', { name: 'session', in: 'cookie', schema: { type: 'string' } }],
  ])('is refused at start-up with %s, which no step reads', (_name, parameter) => {
    const parameters = [parameter] as NonNullable<Operation['parameters']>;
    expect(() => endpointOf({ ...operation, parameters })).toThrow(/^getThings: no step reads/);
  });

  it('is refused at start-up with a security scheme that no step checks', () => {
    expect(() => endpointOf({ ...operation, security: [{ basic: [] }] })).toThrow(
      'getThings: no step checks basic',
    );
  });
});
