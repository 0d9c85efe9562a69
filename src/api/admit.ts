import { type Admission, tooBusy } from '../web/admission.ts';
import type { Step } from './exchange.ts';

/** The paths of the health checks, which are answered however busy the server is. */
const HEALTH = '/health/';

/**
 * Counts the request as work from here on. It comes after the body: one that is still on its way is no work.
 * @throws ApiError service_unavailable
 */
export function admit(admission: Admission): Step {
  return async ({ path }, next) => {
    if (path.startsWith(HEALTH)) return next();
    if (admission.refuses()) throw tooBusy();
    const leave = admission.enter();
    try {
      await next();
    } finally {
      leave();
    }
  };
}
