import { trace } from '@opentelemetry/api';
import { type DestinationStream, type Logger, pino } from 'pino';
import { describeError } from './describe-error.ts';

/**
 * Creates the log. Errors are described property by property, so that they cannot contain secrets.
 * @param destination standard output when undefined
 */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const serializers = { err: (error: unknown) => describeError(error) };
  // Lines of a traced request contain the ID of its trace.
  const mixin = () => {
    const span = trace.getActiveSpan();
    return span === undefined ? {} : { traceId: span.spanContext().traceId };
  };
  return pino({ level, serializers, mixin }, destination);
}
