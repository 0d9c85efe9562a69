import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Deps } from '../deps.ts';
import type { ErrorCode } from '../rules/errors.ts';
import type { RequestFacts } from '../observability/request-facts.ts';
import { version } from '../config/release.ts';
import type { SignInOutcome } from '../observability/note-sign-in.ts';
import { createFigures } from './figures.ts';
import { createFigureGauges } from './figure-gauges.ts';

/** The error codes of activations without a free seat. */
const SEAT_REFUSALS: readonly string[] = [
  'license_activated_max_times',
  'licenseUserActivatedMaxTimes',
  'license_transferred_max_times',
] satisfies ErrorCode[];
/** Seconds. A check takes a few milliseconds; the time limits end everything else. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export interface Metrics {
  /** Counts a finished request. */
  observe(facts: RequestFacts, seconds: number): void;
  countSignIn(account: string, outcome: SignInOutcome): void;
  /** Counts a request that was refused because of an overload. */
  countOverload(): void;
  readonly contentType: string;
  /** @returns all metrics in the format of Prometheus */
  write(): Promise<string>;
}

/** Creates the metrics of one server. Labels never contain values from clients, so that their number stays small. */
export function createMetrics(deps: Pick<Deps, 'store' | 'clock' | 'log'>): Metrics {
  const { store } = deps;
  const registry = new Registry();
  const registers = [registry];
  const requests = new Counter({
    name: 'latchkey_requests_total',
    help: 'Requests by operation, HTTP status and error code (empty for success).',
    labelNames: ['operation', 'status', 'code'],
    registers,
  });
  const durations = new Histogram({
    name: 'latchkey_request_duration_seconds',
    help: 'Time from the request line to the response, by operation.',
    labelNames: ['operation'],
    buckets: BUCKETS,
    registers,
  });
  const signIns = new Counter({
    name: 'latchkey_sign_ins_total',
    help: 'Sign-ins that ended, by code of the customer account and outcome.',
    labelNames: ['account', 'outcome'],
    registers,
  });
  const activations = new Counter({
    name: 'latchkey_activations_total',
    help: 'Successful activations, including those of devices that were active already.',
    registers,
  });
  const seatRefusals = new Counter({
    name: 'latchkey_seat_refusals_total',
    help: 'Activations refused because all seats are taken, by code.',
    labelNames: ['code'],
    registers,
  });
  const overloads = new Counter({
    name: 'latchkey_excess_total',
    help: 'Requests refused because of an overload; they are not among latchkey_requests_total.',
    registers,
  });
  new Gauge({
    name: 'latchkey_build_info',
    help: 'Always 1: the release of Latchkey, the version of Node.js, and the kind of database.',
    labelNames: ['version', 'node', 'database'],
    registers,
  }).set(
    {
      version,
      node: process.versions.node,
      database: store.databaseConnections() === undefined ? 'sqlite' : 'postgres',
    },
    1,
  );
  const figures = createFigures(deps);
  const showFigures = createFigureGauges(registry);
  if (store.databaseConnections() !== undefined) {
    new Gauge({
      name: 'latchkey_database_connections',
      help: 'Connections to the database by state: used, idle; waiting are requests for one.',
      labelNames: ['state'],
      registers,
      collect() {
        const { open, idle, waiting } = store.databaseConnections() ?? {
          open: 0,
          idle: 0,
          waiting: 0,
        };
        this.set({ state: 'used' }, open - idle);
        this.set({ state: 'idle' }, idle);
        this.set({ state: 'waiting' }, waiting);
      },
    });
  }
  // Start at zero, because an alert on an increase needs it.
  for (const code of SEAT_REFUSALS) seatRefusals.inc({ code }, 0);
  let hasDefaultMetrics = false;

  return {
    observe({ operation, status, code }, seconds) {
      requests.inc({ operation, status, code: code ?? '' });
      durations.observe({ operation }, seconds);
      if (operation === 'activateLicense' && status === 200) activations.inc();
      if (code !== undefined && SEAT_REFUSALS.includes(code)) seatRefusals.inc({ code });
    },

    countSignIn: (account, outcome) => signIns.inc({ account, outcome }),
    countOverload: () => overloads.inc(),

    contentType: registry.contentType,

    async write() {
      showFigures(await figures());
      // Only from the first scrape on, because observing the event loop and garbage collection costs time.
      if (!hasDefaultMetrics) collectDefaultMetrics({ register: registry });
      hasDefaultMetrics = true;
      return registry.metrics();
    },
  };
}
