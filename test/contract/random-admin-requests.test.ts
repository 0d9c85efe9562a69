import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { databaseOf } from '../../src/config/config.ts';
import { adminOperations } from '../support/contract.ts';
import { countRows, openSession, type Session, tablesOf } from '../support/database.ts';
import { reachedCodes } from '../support/reached.ts';
import { untilAnswered } from './until-answered.ts';
import { type ArbitraryAdminCall, arbitraryAdminCall } from './arbitrary-admin-request.ts';
import { createStock } from './admin/stock.ts';
import { type AdminWorld, createAdminWorld } from './admin/world.ts';

/** How many to send: 2,000, or what RANDOM_REQUESTS says up to 10,000. */
const COUNT = Math.min(Number(process.env['RANDOM_REQUESTS'] ?? 2_000), 10_000);

let world: AdminWorld;
let session: Session;
beforeAll(async () => {
  world = await createAdminWorld();
  session = await openSession(databaseOf(world.server.config));
});
afterAll(async () => {
  await session.close();
  await world.server.close();
});

describe('random requests to the Admin API', () => {
  it(`get a response that the contract declares, and change nothing when they are refused: ${COUNT} of them`, async () => {
    let stock: Awaited<ReturnType<typeof createStock>>;
    const tables = await tablesOf(session, databaseOf(world.server.config));
    // Refusals are kept in the audit log.
    const kept = () =>
      countRows(
        session,
        tables.filter((table) => table !== 'audit_log'),
      );
    let before = await kept();
    const check = async ({ operationId, tokenFault, ...call }: ArbitraryAdminCall) => {
      const reply = await world.client.call(operationId, { ...call, ...tokenFault });
      const { status, body } = reply;
      // The log says what the answer does not.
      const fault = status < 500 ? undefined : world.server.logs.findLast(({ err }) => err);
      expect({ status: status < 500 ? 'no fault' : status, body, fault }).toEqual({
        status: 'no fault',
        body,
      });
      const after = await kept();
      if (status >= 400) expect(after).toEqual(before);
      before = after;
      stock.learn(operationId, call.path?.['id'], reply);
    };
    // They are worth something only if they get through, and meet every guard.
    const missing = await untilAnswered(adminOperations, async (operations) => {
      stock = await createStock(world, operations);
      before = await kept();
      const calls = arbitraryAdminCall(operations, stock.known);
      const numRuns = Math.ceil((COUNT * operations.length) / adminOperations.length);
      await fc.assert(fc.asyncProperty(calls, check), { numRuns });
    });
    expect(missing).toEqual([]);
    expect(reachedCodes().length).toBeGreaterThan(100);
    expect({}).not.toHaveProperty('polluted');
  }, 600_000);
});
