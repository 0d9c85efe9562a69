import { type Admission, tooBusy } from '../web/admission.ts';
import type { Step } from './exchange.ts';

/** The paths of the health checks, which are always answered, even under overload. */
const HEALTH = '/health/';

/**
 * Counts the request as concurrent from here on. It runs after `receiveBody`: waiting for a body costs nothing. A file
 * arrives later, over minutes, so its request is not counted.
 * @throws ApiError service_unavailable
 */
export function admit(admission: Admission): Step {
  return async ({ endpoint }, next) => {
    if (endpoint.operation.path.startsWith(HEALTH)) return next();
    if (admission.refuses()) throw tooBusy();
    if (endpoint.takesUpload) return next();
    const leave = admission.enter();
    try {
      await next();
    } finally {
      leave();
    }
  };
}
