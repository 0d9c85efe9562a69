import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from '../../support/client.ts';
import { applicationOperations } from '../../support/contract.ts';
import { createWorld, goodCall, type World } from '../world.ts';

const signed = applicationOperations.filter(({ isPublic }) => !isPublic);

/** What each operation of the License API answers to an API key that asks too often. */
describe('the contract', () => {
  let world: World;
  beforeAll(async () => {
    const env = { LATCHKEY_RATE_LIMITS: 'api-key=5' };
    world = await createWorld({ env, now: new Date('2026-03-01T12:00:00.000Z') });
  });
  afterAll(() => world.server.close());

  describe('an API key above its rate limit', () => {
    it.each(signed.map(({ operationId }) => operationId))(
      'is refused by %s until the time in the response',
      async (operationId) => {
        world.server.clock.advance(60_000);
        const call = await goodCall(world, operationId);
        const client = createClient(world.server, await world.make.apiKey());
        for (let count = 0; count < 5; count += 1) {
          expect((await client.call(operationId, call)).status).not.toBe(429);
        }
        world.server.clock.advance(26_000);
        const { status, body, headers } = await client.call(operationId, call);
        expect({ status, body }).toEqual({
          status: 429,
          body: {
            status: 429,
            code: 'too_many_requests',
            message: 'Too many requests with this API key. Try again in 34 seconds.',
          },
        });
        expect(headers['retry-after']).toBe('34');
        world.server.clock.advance(34_000);
        expect((await client.call(operationId, call)).status).not.toBe(429);
      },
    );
  });
});
