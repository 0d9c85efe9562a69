import type Koa from 'koa';
import type { Deps } from '../deps.ts';
import { ApiError, notFound } from '../rules/errors.ts';
import { retryAfterOf } from '../limits/too-many-requests.ts';
import { sendPage } from '../pages/send-page.ts';
import { type Message, message, type TextKey } from '../pages/texts/texts.ts';
import { writeResponse } from '../web/response.ts';
import { isUnavailable } from '../store/store.ts';

/**
 * Turns every error into a response: JSON in the contract's form for programs, a page for browsers. Errors other than
 * `ApiError` reveal only the request ID.
 */
export function errorHandler({ keys, log }: Pick<Deps, 'keys' | 'log'>): Koa.Middleware {
  return async (ctx, next) => {
    try {
      await next();
      if (ctx.status === 404 && ctx.body == null) throw notFound();
    } catch (error) {
      const requestId = String(ctx.state['requestId']);
      const failure = asApiError(error, requestId);
      const { code, detail, message: told } = failure;
      Object.assign(ctx.state, { code, detail, outcome: code, message: told });
      // A 5xx without a cause is an overload: the line of the request in the log is enough.
      const isFault = failure.status >= 500 && failure.cause !== undefined;
      if (isFault) log.error({ requestId, code, err: error }, 'request failed');
      if (wantsPage(ctx)) {
        ctx.set(failure.headers);
        return sendPage(ctx, failure.status, 'failed', pageOf(failure));
      }
      const { status, message, headers } = failure;
      await writeResponse(ctx, keys.current.response, {
        status,
        body: { status, code, message },
        headers,
      });
    }
  };
}

function asApiError(error: unknown, requestId: string): ApiError {
  if (error instanceof ApiError) return error;
  if (isClientFault(error)) return notFound();
  if (isUnavailable(error)) {
    return new ApiError('service_unavailable', 'The database cannot serve right now. Try again.', {
      headers: { 'Retry-After': '1' },
      cause: error,
    });
  }
  return new ApiError(
    'internal_error',
    `The server failed. Look for the request id ${requestId} in its log.`,
    { cause: error },
  );
}

/** The title and the text of the page for an error. Messages for developers appear in JSON only. */
function pageOf(failure: ApiError): { title: TextKey; message: Message } {
  switch (failure.code) {
    case 'not_found':
    case 'method_not_allowed':
      return { title: 'failed.notFound.title', message: message('failed.notFound.message', {}) };
    case 'too_many_requests':
      return {
        title: 'failed.tooMany.title',
        message: message('failed.tooMany.message', { time: retryAfterOf(failure) }),
      };
    case 'service_unavailable':
      return {
        title: 'failed.unavailable.title',
        message: message('failed.unavailable.message', {}),
      };
    case 'internal_error':
      return { title: 'failed.internal.title', message: message('failed.internal.message', {}) };
    default:
      return {
        title: 'failed.refused.title',
        message: message('failed.refused.message', { code: failure.code }),
      };
  }
}

/**
 * True when the response is a page: never for the License API and health checks, otherwise when the client prefers
 * HTML.
 */
function wantsPage(ctx: Koa.Context): boolean {
  if (/^\/(api|health)(\/|$)/.test(ctx.path)) return false;
  return ctx.accepts('json', 'html') === 'html';
}

/** True for errors of Koa and its middleware about paths and methods (http-errors). */
function isClientFault(error: unknown): boolean {
  const { status } = (error ?? {}) as { status?: unknown };
  return typeof status === 'number' && status >= 400 && status < 500;
}
