import type { DeclaredOperation } from '../support/contract.ts';
import { reached } from '../support/reached.ts';

/** How often operations are asked again. */
const ROUNDS = 20;

/**
 * Sends random requests to all operations, and then more to those that have refused each of them: by chance, or because
 * others have deleted or used up what they need.
 * @param send makes what the operations need, and sends some to them
 * @returns the operations that have refused all requests
 */
export async function untilAnswered(
  operations: readonly DeclaredOperation[],
  send: (operations: readonly DeclaredOperation[]) => Promise<void>,
): Promise<string[]> {
  let missing = operations;
  for (let round = 0; round < ROUNDS && missing.length > 0; round += 1) {
    await send(missing);
    missing = missing.filter((operation) => !reached().has(successOf(operation)));
  }
  return missing.map(successOf);
}

/** Such as `checkLicense 200`. */
function successOf({ operationId, responses }: DeclaredOperation): string {
  return `${operationId} ${Object.keys(responses).find((status) => status.startsWith('2')) ?? ''}`;
}
