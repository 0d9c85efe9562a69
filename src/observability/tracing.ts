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

/** Milliseconds until ended spans are sent. It is short, so that a trace is visible soon. */
const SENT_AFTER = 1_000;

/**
 * Starts sending traces to the collector in OpenTelemetry's environment variables. It is loaded only when these are set.
 * Traces from outside keep their sampling decision; our own are always sampled.
 * @returns a function that sends the remaining spans and stops
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
