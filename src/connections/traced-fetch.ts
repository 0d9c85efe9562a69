import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { ProviderFetch } from './provider-fetch.ts';

/** Creates a span for each request to an identity provider. No trace header is sent to the provider. */
export function tracedFetch(fetch: ProviderFetch): ProviderFetch {
  const tracer = trace.getTracer('latchkey');
  return (url, options) => {
    const { origin, pathname, hostname } = new URL(url);
    const method = options?.method ?? 'GET';
    const attributes = {
      'http.request.method': method,
      'server.address': hostname,
      'url.full': origin + pathname,
    };
    const kind = SpanKind.CLIENT;
    return tracer.startActiveSpan(`${method} ${hostname}`, { kind, attributes }, async (span) => {
      try {
        const response = await fetch(url, options);
        span.setAttribute('http.response.status_code', response.status);
        return response;
      } catch (error) {
        span.setStatus({ code: SpanStatusCode.ERROR });
        throw error;
      } finally {
        span.end();
      }
    });
  };
}
