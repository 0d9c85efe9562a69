import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { signedHeaders } from '../../support/client.ts';
import { applicationOperations } from '../../support/contract.ts';
import { createWorld, goodCall, withFields, type World } from '../world.ts';

const OPERATIONS = applicationOperations
  // What is refused of a file has a suite of its own.
  .filter(({ requestBody }) => requestBody !== undefined && !('text/plain' in requestBody.content))
  .map(({ operationId }) => operationId);
const arrays = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

const BROKEN: Record<string, string | Buffer> = {
  'no JSON': 'hardware_id=a&product=b',
  'an open end': '{"hardware_id": "a"',
  'two values': '{} {}',
  'a comma too many': '{"hardware_id": "a",}',
  'a comment': '{/* a */"hardware_id": "a"}',
  'single quotes': "{'hardware_id': 'a'}",
  'a number that JSON does not know': '{"license_id": NaN}',
  'a control character in a text': '{"hardware_id": "a\nb"}',
  'white space alone': ' \n ',
  'a NUL byte': '{}\0',
  'a property twice': '{"hardware_id": "a", "hardware_id": "a"}',
  'a property twice, spelled differently': '{"hardware_id": "a", "hardware\\u005fid": "b"}',
  'a property twice, further in': '{"variables": {"a": 1, "b": 2, "a": 3}}',
  'a property __proto__': '{"__proto__": {"polluted": true}}',
  'a property __proto__, spelled differently': '{"\\u005f_proto__": {"polluted": true}}',
  'a property __proto__, further in': '{"variables": {"__proto__": {"polluted": true}}}',
  'a number that is too large': '{"variables": {"a": 1e400}}',
  'a number that is too small': '{"variables": {"a": -1e400}}',
  'more than 32 levels': `{"variables": ${arrays(32)}}`,
  'thousands of levels': `{"variables": ${arrays(30_000)}}`,
  'bytes that are not UTF-8': Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
  'a surrogate in UTF-8': Buffer.from('7b2261223a22eda080227d', 'hex'),
  'an overlong form in UTF-8': Buffer.from('7b2261223a22c0af227d', 'hex'),
  'UTF-16': Buffer.from('{"hardware_id": "a"}', 'utf16le'),
};

/** What is refused of a body before anything is looked at that stands in it. */
describe('the contract', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.server.close());

  describe.each(OPERATIONS)('the body of %s', (operationId) => {
    it.each(Object.entries(BROKEN))('is refused with %s', async (_, rawBody) => {
      const { code } = await world.client.refused(operationId, { rawBody });
      expect(code).toBe('invalid_json');
      expect({}).not.toHaveProperty('polluted');
    });

    it.each(['null', 'true', '0', '5', '""', '"text"', '[]', '[{}]', JSON.stringify('{"a": 1}')])(
      'must be an object, not %s',
      async (rawBody) => {
        for (const contentType of ['application/json', null]) {
          const call = { rawBody, contentType };
          const { code, message } = await world.client.refused(operationId, call);
          expect({ code, message }).toEqual({
            code: 'validation_error',
            message: 'body must be object',
          });
        }
      },
    );

    it('may have a property named constructor, and 32 levels', async () => {
      const deep: unknown = JSON.parse(arrays(31));
      const more = { constructor: { prototype: { polluted: true } }, deep };
      const call = withFields(await goodCall(world, operationId), more);
      const { status } = await world.client.call(operationId, call);
      expect(status).toBe(200);
      expect({}).not.toHaveProperty('polluted');
    });

    it('may have 65536 bytes and not one more', async () => {
      const rawBody = JSON.stringify((await goodCall(world, operationId)).body);
      const fits = rawBody.padEnd(65_536);
      const { status, body } = await world.client.call(operationId, { rawBody: `${fits} ` });
      expect({ status, code: (body as { code?: string }).code }).toEqual({
        status: 413,
        code: 'payload_too_large',
      });
      expect((await world.client.call(operationId, { rawBody: fits })).status).toBe(200);
    });

    it.each([100_000, 5_000_000])('is refused with %i bytes', async (length) => {
      const { status } = await world.client.refused(operationId, { rawBody: ' '.repeat(length) });
      expect(status).toBe(413);
    });

    it.each([
      'text/plain',
      'text/json',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=a',
      'application/json-patch+json',
      'application/jsonp',
      'application/xml, application/json',
    ])('is refused as %s', async (contentType) => {
      const call = { ...(await goodCall(world, operationId)), contentType };
      const { status, code } = await world.client.refused(operationId, call);
      expect({ status, code }).toEqual({ status: 415, code: 'unsupported_media_type' });
    });

    it.each(['gzip', 'deflate', 'br', 'gzip, identity', 'x'.repeat(400)])(
      'is refused with the Content-Encoding %s, which the response names',
      async (encoding) => {
        const date = world.server.clock.now().toUTCString();
        const headers = [
          ...signedHeaders(world.apiKey, date),
          ['Content-Encoding', encoding] as const,
        ];
        const call = { ...(await goodCall(world, operationId)), headers };
        const { status, code, message } = await world.client.refused(operationId, call);
        expect({ status, code }).toEqual({ status: 415, code: 'unsupported_media_type' });
        expect(message).toContain('without Content-Encoding');
        expect(message.length).toBeLessThan(200);
      },
    );

    it('is accepted with the Content-Encoding identity', async () => {
      const date = world.server.clock.now().toUTCString();
      const headers = [
        ...signedHeaders(world.apiKey, date),
        ['Content-Encoding', 'identity'] as const,
      ];
      const call = { ...(await goodCall(world, operationId)), headers };
      expect((await world.client.call(operationId, call)).status).toBe(200);
    });

    it.each([
      'application/json',
      'application/json; charset=utf-8',
      'application/json;charset=UTF-8',
      'Application/JSON',
      null,
    ])('is accepted as %s', async (contentType) => {
      const call = { ...(await goodCall(world, operationId)), contentType };
      expect((await world.client.call(operationId, call)).status).toBe(200);
    });
  });
});
