import type Koa from 'koa';
import { type Admission, tooBusy } from '../admission.ts';
import type { Deps } from '../deps.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { writeReply } from '../reply.ts';

/** The paths whose requests are admitted. Health, metrics and pages are asked for by few. */
const ADMITTED = /^\/(api|admin)\//;

/**
 * Refuses requests while enough is in work, before anything is done for them: a refusal must cost next to nothing. So
 * it is counted, and has no line in the log.
 */
export function refuseExcess(
  admission: Admission,
  { keys }: Pick<Deps, 'keys'>,
  metrics: Metrics,
): Koa.Middleware {
  return async (ctx, next) => {
    if (!ADMITTED.test(ctx.path) || !admission.refuses()) {
      await next();
      return;
    }
    metrics.countExcess();
    const { status, code, message, headers } = tooBusy();
    const body = { status, code, message };
    await writeReply(ctx, keys.current.response, { status, body, headers });
  };
}
