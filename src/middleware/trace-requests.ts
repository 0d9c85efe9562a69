import { propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type Koa from 'koa';
import type { TrustedProxies } from '../config/trusted-proxies.ts';
import { requestFacts } from '../observability/request-facts.ts';

/** Creates a span for each request. It continues the trace of a trusted proxy only. */
export function traceRequests(proxies: TrustedProxies): Koa.Middleware {
  const tracer = trace.getTracer('latchkey');
  return (ctx, next) => {
    const { method, ip } = ctx;
    const attributes = { 'http.request.method': method, 'client.address': ip };
    const parent = proxies.sent(ctx.req)
      ? propagation.extract(ROOT_CONTEXT, ctx.headers)
      : ROOT_CONTEXT;
    const options = { kind: SpanKind.SERVER, attributes };
    return tracer.startActiveSpan(method, options, parent, async (span) => {
      try {
        await next();
      } finally {
        const { operation, route, status, code } = requestFacts(ctx);
        span.updateName(operation);
        span.setAttribute('http.response.status_code', status);
        if (route !== undefined) span.setAttribute('http.route', route);
        if (code !== undefined) span.setAttribute('latchkey.code', code);
        if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
      }
    });
  };
}
