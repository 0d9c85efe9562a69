import type { Deps } from '../deps.ts';
import { asBase64, asJson, writeResponse } from '../web/response.ts';
import type { Step } from './exchange.ts';

/** Writes the response of the operation, signed in the License API: as JSON, or as a file if the client prefers one. */
export function sign({ keys }: Pick<Deps, 'keys'>): Step {
  return async ({ ctx, endpoint, response }) => {
    if (response === undefined) return;
    if (endpoint.givesFile) ctx.vary('Accept');
    const asFile =
      endpoint.givesFile && ctx.accepts('application/json', 'text/plain') === 'text/plain';
    await writeResponse(ctx, keys.current.response, response, asFile ? asBase64 : asJson);
  };
}
