import type { Deps } from '../deps.ts';
import { writeResponse } from '../web/response.ts';
import type { Step } from './exchange.ts';

/** Writes the response of the operation, signed in the License API. */
export function sign({ keys }: Pick<Deps, 'keys'>): Step {
  return async ({ ctx, response }) => {
    if (response !== undefined) await writeResponse(ctx, keys.current.response, response);
  };
}
