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

/** What ends a server, and with which exit code where it comes a second time. */
const SIGNALS = { SIGTERM: 143, SIGINT: 130 } as const;
type Signal = keyof typeof SIGNALS;

/**
 * Ends the process on SIGTERM and SIGINT: at once while it starts, in order once it serves. A second signal ends it at
 * once. The first process of a container is ended by no signal that it has no handler for, so this comes first; and
 * there is one handler for all the time: a signal that comes while one takes the place of another is lost.
 * @returns what tells it that the server serves
 */
export function shutDownOnSignal(log: Logger): (server: Stoppable) => void {
  let server: Stoppable | undefined;
  let isStopping = false;
  const stop = (signal: Signal) => {
    if (isStopping) process.exit(SIGNALS[signal]);
    isStopping = true;
    if (server === undefined) {
      // Whatever is under way in the database is undone by it.
      log.info('stopped while starting');
      process.exit(0);
    }
    // With SIGINT somebody is at a keyboard: nobody balances load.
    void shutDown(server, signal === 'SIGTERM' ? DRAIN : 0);
  };
  for (const signal of Object.keys(SIGNALS) as Signal[]) {
    const before = process.listeners(signal);
    process.on(signal, stop);
    // `bin/latchkey.js` has some until there are these.
    for (const listener of before) process.removeListener(signal, listener);
  }
  return (started) => {
    server = started;
  };
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
