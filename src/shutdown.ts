import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { HttpServer } from './http-server.ts';

/** Milliseconds in which load balancers can see that we are not ready any more, and requests are still taken. */
const DRAIN = 2_000;
/** Milliseconds from the signal after which connections are cut that still wait for something. */
const PATIENCE = 8_000;
/** Milliseconds from the signal after which the process ends, whatever still hangs: less than the 10 s of Docker. */
const LIMIT = 9_500;

export interface Stoppable {
  readonly http: HttpServer;
  /** Aborted at the signal: readiness fails from then on. */
  readonly stopping: AbortController;
  /** Lets go of everything else, once no request is left. */
  readonly release: () => Promise<void>;
  readonly log: Logger;
}

/** Ends the process in order on SIGTERM and SIGINT. A second signal ends it at once. */
export function shutDownOnSignal(server: Stoppable): void {
  process.once('SIGTERM', () => void shutDown(server, DRAIN));
  // Somebody at a keyboard: nobody balances load.
  process.once('SIGINT', () => void shutDown(server, 0));
}

/** Ends the process where nothing caught an error: in the words of the log, as Node's own would show all there is. */
export function endOnFault(log: Logger): void {
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'ended by a fault');
    process.exit(1);
  });
}

async function shutDown({ http, stopping, release, log }: Stoppable, drain: number): Promise<void> {
  const limit = globalThis.setTimeout(() => {
    log.error('not everything ended in time');
    process.exit(1);
  }, LIMIT);
  limit.unref();
  log.info('stopping');
  stopping.abort();
  http.closeAfterAnswers();
  await setTimeout(drain);
  await http.close(PATIENCE - drain);
  await release();
  log.info('stopped');
  process.exit(0);
}
