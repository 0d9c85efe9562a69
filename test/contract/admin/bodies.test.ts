import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { adminOperations, declaredCodes, type DeclaredOperation } from '../../support/contract.ts';
import { type AdminWorld, createAdminWorld, goodAdminCall } from './world.ts';

const table = (wanted: (operation: DeclaredOperation) => boolean) =>
  adminOperations.filter(wanted).map((operation) => [operation.operationId, operation] as const);

const takesFile = ({ requestBody }: DeclaredOperation) =>
  requestBody !== undefined && 'application/octet-stream' in requestBody.content;
const withBody = table((one) => one.requestBody !== undefined && !takesFile(one));
const needing = table(
  (operation) =>
    operation.method !== 'GET' &&
    !takesFile(operation) &&
    declaredCodes(operation, 400).includes('missing_parameters'),
);

/** What every operation of the Admin API says about a body that is not as it should be. */
describe('the Admin API', () => {
  let world: AdminWorld;
  beforeAll(async () => {
    world = await createAdminWorld();
  });
  afterAll(() => world.server.close());

  const good = (operationId: string) => goodAdminCall(world, operationId);
  const refusal = async (operationId: string, call: object) =>
    (await world.client.refused(operationId, { ...(await good(operationId)), ...call })).code;

  describe('a body', () => {
    it.each(withBody)('of %s must be JSON', async (operationId) => {
      expect(await refusal(operationId, { rawBody: '{' })).toBe('invalid_json');
      expect(await refusal(operationId, { rawBody: '{"name":"a","name":"b"}' })).toBe(
        'invalid_json',
      );
      expect(await refusal(operationId, { contentType: 'text/plain' })).toBe(
        'unsupported_media_type',
      );
    });

    it.each(withBody)('of %s must not be too large', async (operationId) => {
      expect(await refusal(operationId, { rawBody: `"${'x'.repeat(70_000)}"` })).toBe(
        'payload_too_large',
      );
    });

    it.each(withBody)('of %s must be an object', async (operationId) => {
      for (const rawBody of ['null', '[]', '[{}]', '5', '""', 'true']) {
        const { code, message } = await world.client.refused(operationId, {
          ...(await good(operationId)),
          rawBody,
        });
        expect({ code, message }).toEqual({
          code: 'validation_error',
          message: 'body must be object',
        });
      }
    });

    it.each(needing)('of %s gets an error with the missing fields', async (operationId) => {
      expect(await refusal(operationId, { body: {} })).toBe('missing_parameters');
    });

    it.each(withBody)('of %s gets an error with unknown fields', async (operationId) => {
      const { body, ...call } = await good(operationId);
      const more = { ...(body as object), unheard_of: 1 };
      const { code, message } = await world.client.refused(operationId, { ...call, body: more });
      expect(code).toBe('validation_error');
      expect(message).toBe('body.unheard_of is not a parameter of this operation');
    });
  });
});
