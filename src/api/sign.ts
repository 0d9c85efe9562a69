import type { Deps } from '../deps.ts';
import { writeReply } from '../web/response.ts';
import type { Step } from './exchange.ts';

/** Writes the reply of the operation, signed in the License API. */
export function sign({ keys }: Pick<Deps, 'keys'>): Step {
  return async ({ ctx, reply }) => {
    if (reply !== undefined) await writeReply(ctx, keys.current.response, reply);
  };
}
