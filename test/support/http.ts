import { request } from 'node:http';
import { request as secureRequest } from 'node:https';

export interface HttpResponse {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly bytes: Buffer;
  readonly text: string;
}

/**
 * One HTTP request as it is: no redirects, no retries, headers in the order and as often as given.
 * @param options.headers names and values, duplicates allowed
 */
export function http(
  url: string,
  options: {
    method?: string;
    headers?: readonly (readonly [string, string])[];
    body?: string | Buffer;
    /** The request target, where it is not the URL's path and query. */
    target?: string;
    /** The address that the request comes from. */
    localAddress?: string;
    /** The certificate that is trusted, in PEM. */
    ca?: string;
  } = {},
): Promise<HttpResponse> {
  const { protocol, hostname, port, pathname, search } = new URL(url);
  const { localAddress, ca } = options;
  return new Promise((resolve, reject) => {
    const outgoing = (protocol === 'https:' ? secureRequest : request)({
      hostname,
      port,
      ca,
      path: options.target ?? pathname + search,
      method: options.method ?? 'GET',
      agent: false,
      ...(localAddress === undefined ? {} : { localAddress, family: 4 }),
    });
    const headers = Map.groupBy(options.headers ?? [], ([name]) => name.toLowerCase());
    for (const pairs of headers.values()) {
      const values = pairs.map(([, value]) => value);
      outgoing.setHeader(pairs[0]?.[0] ?? '', values.length === 1 ? (values[0] ?? '') : values);
    }
    // Node leaves it out of a DELETE: its body would be the start of the next request.
    const isFramed = headers.has('content-length') || headers.has('transfer-encoding');
    if (options.body !== undefined && !isFramed) {
      outgoing.setHeader('Content-Length', Buffer.byteLength(options.body));
    }
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(chunks);
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          bytes,
          text: bytes.toString('utf8'),
        });
      });
    });
    outgoing.end(options.body);
  });
}
