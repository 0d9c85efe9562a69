import type Koa from 'koa';
import { type Admission, tooBusy } from '../web/admission.ts';
import type { Deps } from '../deps.ts';
import { isAuthorizationPath, ISSUER_PATH } from '../config/issuer-url.ts';
import { SIGN_IN_PATH } from '../config/sign-in-paths.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { sendPage } from '../pages/send-page.ts';
import { writeResponse } from '../web/response.ts';

/**
 * The overload limits. Sign-ins and the API are counted separately, so that neither blocks the other. Health, metrics
 * and docs are not limited.
 */
export interface Admissions {
  readonly api: Admission;
  readonly signIn: Admission;
}

const API = /^\/(api|admin)\//;
const SIGN_IN = new RegExp(`^(${ISSUER_PATH}|${SIGN_IN_PATH})/`, 'i');

/**
 * Refuses requests during an overload before doing anything else, since a refusal must cost little: it is counted, but
 * has no line in the log. Requests that continue a sign-in are preferred to those that begin one.
 */
export function limitConcurrency(
  { api, signIn }: Admissions,
  { keys }: Pick<Deps, 'keys'>,
  metrics: Metrics,
): Koa.Middleware {
  return async (ctx, next) => {
    const { path, req } = ctx;
    // The client has closed the connection.
    if (req.socket.destroyed) return;
    const isSignIn = SIGN_IN.test(path);
    if (isSignIn ? refusesSignIn(path) : API.test(path) && api.refuses()) {
      metrics.countOverload();
      const { status, code, message, headers } = tooBusy();
      if (isSignIn && ctx.accepts('json', 'html') === 'html') {
        ctx.set(headers);
        // The page of a refused form may offer to reload only if the form was sent to its own URL, as sign-in forms
        // are.
        const canReload = req.method === 'GET' || path.startsWith(SIGN_IN_PATH);
        return sendPage(ctx, status, 'busy', { canReload });
      }
      const body = { status, code, message };
      return writeResponse(ctx, keys.current.response, { status, body, headers });
    }
    if (!isSignIn) {
      await next();
      return;
    }
    // As in the API, which counts by itself, a request counts only after its body was received.
    let leave = (): void => undefined;
    const enter = () => {
      leave = signIn.enter();
    };
    if (req.method === 'POST') req.once('end', enter);
    else enter();
    try {
      await next();
    } finally {
      req.off('end', enter);
      leave();
    }
  };

  function refusesSignIn(path: string): boolean {
    // A sign-in begins at this path.
    return isAuthorizationPath(path) ? signIn.refuses() : signIn.refusesToContinue();
  }
}
