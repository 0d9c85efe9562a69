import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { HttpServer } from './http-server.ts';

/** Milliseconds for which requests are still accepted, so that load balancers notice that readiness fails. */
const DRAIN = 2_000;
/** Milliseconds from the signal until the remaining connections are closed. */
const PATIENCE = 8_000;
/** Milliseconds from the signal until the process ends in any case: less than Docker's 10 s. */
const LIMIT = 9_500;

export interface Stoppable {
  readonly http: HttpServer;
  /** Aborted by the signal; readiness fails from then on. */
  readonly stopping: AbortController;
  /** Releases all other resources after the last request. */
  readonly release: () => Promise<void>;
  readonly log: Logger;
}

/** The signals that stop the server, with the exit code for a second signal. */
const SIGNALS = { SIGTERM: 143, SIGINT: 130 } as const;
type Signal = keyof typeof SIGNALS;

/**
 * Stops the process on SIGTERM and SIGINT: immediately during the start, gracefully once the server is running. A second
 * signal stops it immediately. Call it first: process 1 of a container ignores signals without a handler. The handler is
 * never replaced, because a signal during the replacement would be lost.
 * @returns a function to call once the server is running
 */
export function shutDownOnSignal(log: Logger): (server: Stoppable) => void {
  let server: Stoppable | undefined;
  let isStopping = false;
  const stop = (signal: Signal) => {
    if (isStopping) process.exit(SIGNALS[signal]);
    isStopping = true;
    if (server === undefined) {
      // The database rolls back open transactions.
      log.info('stopped while starting');
      process.exit(0);
    }
    // SIGINT comes from a keyboard, so there is no load balancer.
    void shutDown(server, signal === 'SIGTERM' ? DRAIN : 0);
  };
  for (const signal of Object.keys(SIGNALS) as Signal[]) {
    const before = process.listeners(signal);
    process.on(signal, stop);
    // Those of `bin/latchkey.js`.
    for (const listener of before) process.removeListener(signal, listener);
  }
  return (started) => {
    server = started;
  };
}

/** Logs an uncaught error and ends the process. Node's own message could contain secrets. */
export function endOnFault(log: Logger): void {
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'uncaught error');
    process.exit(1);
  });
}

async function shutDown({ http, stopping, release, log }: Stoppable, drain: number): Promise<void> {
  const limit = globalThis.setTimeout(() => {
    log.error('not everything stopped in time');
    process.exit(1);
  }, LIMIT);
  limit.unref();
  log.info('stopping');
  stopping.abort();
  http.closeAfterResponses();
  await setTimeout(drain);
  await http.close(PATIENCE - drain);
  await release();
  log.info('stopped');
  process.exit(0);
}
