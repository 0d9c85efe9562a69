import { context, diag, DiagLogLevel, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceNameEnvDetector,
} from '@opentelemetry/resources';
import {
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Logger } from 'pino';
import { version } from '../config/release.ts';

/** Milliseconds until an ended span is sent, with all others since: whoever tries something wants to see it. */
const SENT_AFTER = 1_000;

/**
 * Sends traces to the collector that OpenTelemetry's own variables name; a server that has none never loads this.
 * Who passes a trace on decides whether it is kept; of our own, all are.
 * @returns what sends the last of them
 */
export function startTracing(log: Logger): () => Promise<void> {
  const silent = () => undefined;
  const failed = () => log.warn('traces could not be sent');
  diag.setLogger(
    { error: failed, warn: silent, info: silent, debug: silent, verbose: silent },
    DiagLogLevel.ERROR,
  );
  const ours = resourceFromAttributes({ 'service.name': 'latchkey', 'service.version': version });
  const detectors = [resourceAttributesEnvDetector, serviceNameEnvDetector];
  const provider = new TracerProvider({
    resource: defaultResource().merge(ours).merge(detectResources({ detectors })),
    sampler: new ParentBasedSampler({ root: new AlwaysOnSampler() }),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: new OTLPTraceExporter(),
        scheduledDelayMillis: SENT_AFTER,
      }),
    ],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  return () => provider.shutdown();
}
