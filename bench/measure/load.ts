import autocannon from 'autocannon';

/** Requests that differ in their numbers only. */
export interface Load {
  /** The origin of the server. */
  readonly url: string;
  readonly method: 'GET' | 'POST';
  /** `{n}` stands for a number that no other request has, and `{m}` for its remainder by `numbers.modulo`. */
  readonly path: string;
  readonly body?: string;
  /** Called before each load: signatures have a date. */
  readonly headers: () => Record<string, string>;
  readonly numbers?: Numbers;
}

/** The numbers of the requests of a load. */
export interface Numbers {
  /** The first one that was not used. It moves on. */
  next: number;
  /** The first one that must not be used. */
  readonly end: number;
  readonly modulo: number;
}

/** How a load was answered. All answers had a status of 2xx. */
interface Answered {
  readonly requests: number;
  readonly seconds: number;
  /** Milliseconds of the request in the middle, and of the one that 99 of 100 are faster than. */
  readonly p50: number;
  readonly p99: number;
}

/** Sends a load for a number of seconds on a number of connections, on each one request after the other. */
export type Generator = (load: Load, seconds: number) => Promise<Answered>;

/** The number of connections of a load. */
export const CONNECTIONS = 32;

/** The load generator that is installed with the project. It runs in this process. */
export const withAutocannon: Generator = async (load, seconds) => {
  const { url, method, numbers, body } = load;
  const times: number[] = [];
  const start = performance.now();
  let end = start;
  const options = {
    url,
    method,
    connections: CONNECTIONS,
    duration: seconds,
    headers: load.headers(),
    // How often it looks whether the time is over, in milliseconds.
    sampleInt: 50,
    requests: [
      numbers === undefined
        ? { path: load.path, ...(body !== undefined && { body }) }
        : {
            setupRequest: (request: autocannon.Request) =>
              Object.assign(request, numbered(load, numbers)),
          },
    ],
  };
  const { non2xx, errors, statusCodeStats } = await new Promise<autocannon.Result>(
    (resolve, reject) => {
      const running = autocannon(options, (error: Error | null, result) => {
        if (error === null) resolve(result);
        else reject(error);
      });
      running.on('response', (_client, _status, _bytes, milliseconds) => {
        times.push(milliseconds);
        end = performance.now();
      });
    },
  );
  const isFailed = non2xx + errors > 0 || times.length === 0;
  if (isFailed) throw failed(load, { errors, ...statusCodeStats });
  return { requests: times.length, seconds: (end - start) / 1_000, ...percentiles(times) };
};

/** The next request of a load. @throws when it has none left */
function numbered({ path, body }: Load, numbers: Numbers): { path: string; body?: string } {
  const n = numbers.next;
  if (n >= numbers.end) throw new Error(`all ${numbers.end} requests of ${path} are used up`);
  numbers.next += 1;
  const fill = (text: string) =>
    text.replaceAll('{n}', String(n)).replaceAll('{m}', String(n % numbers.modulo));
  return { path: fill(path), ...(body !== undefined && { body: fill(body) }) };
}

export function failed({ method, path }: Load, outcomes: unknown): Error {
  return new Error(`${method} ${path} was not answered as it should: ${JSON.stringify(outcomes)}`);
}

function percentiles(times: number[]): { p50: number; p99: number } {
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0;
  return { p50: at(0.5), p99: at(0.99) };
}
