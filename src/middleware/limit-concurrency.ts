import type Koa from 'koa';
import { type Admission, tooBusy } from '../web/admission.ts';
import type { Deps } from '../deps.ts';
import { isAuthorizationPath, ISSUER_PATH } from '../config/issuer-url.ts';
import { SIGN_IN_PATH } from '../config/sign-in-paths.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { sendPage } from '../pages/send-page.ts';
import { writeResponse } from '../web/response.ts';

/** What asks for work, each counted by itself: neither shuts the other out. Health, metrics and docs are asked for by few. */
export interface Admissions {
  readonly api: Admission;
  readonly signIn: Admission;
}

const API = /^\/(api|admin)\//;
const SIGN_IN = new RegExp(`^(${ISSUER_PATH}|${SIGN_IN_PATH})/`, 'i');

/**
 * Refuses requests while enough is in work, before anything is done for them: a refusal must cost next to nothing. So
 * it is counted, and has no line in the log. Whoever has begun to sign in goes on, before others begin.
 */
export function limitConcurrency(
  { api, signIn }: Admissions,
  { keys }: Pick<Deps, 'keys'>,
  metrics: Metrics,
): Koa.Middleware {
  return async (ctx, next) => {
    const { path, req } = ctx;
    // Nobody waits for an answer.
    if (req.socket.destroyed) return;
    const isSignIn = SIGN_IN.test(path);
    if (isSignIn ? refusesSignIn(path) : API.test(path) && api.refuses()) {
      metrics.countOverload();
      const { status, code, message, headers } = tooBusy();
      if (isSignIn && ctx.accepts('json', 'html') === 'html') {
        ctx.set(headers);
        // The form of the sign-in page stands where it is sent; no other form does.
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
    // As in the API, which counts by itself, a body that is still on its way is no work.
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
    // There a sign-in begins.
    return isAuthorizationPath(path) ? signIn.refuses() : signIn.refusesToContinue();
  }
}
