import { trace } from '@opentelemetry/api';
import { type DestinationStream, type Logger, pino } from 'pino';
import { describeError } from './describe-error.ts';

/**
 * The log. Its lines name their fields one by one, and errors are described, never dumped: no secret gets in unless
 * a line names it.
 * @param destination standard output where there is none
 */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const serializers = { err: (error: unknown) => describeError(error) };
  // Where a request is traced, its lines lead to the trace.
  const mixin = () => {
    const span = trace.getActiveSpan();
    return span === undefined ? {} : { traceId: span.spanContext().traceId };
  };
  return pino({ level, serializers, mixin }, destination);
}
