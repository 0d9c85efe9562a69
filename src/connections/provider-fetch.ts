import { lookup as resolve, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { RequestInit, Response } from 'undici';
import { isPrivateProvider } from './private-providers.ts';

/** Bytes. Discovery documents, key sets and token responses are far smaller. */
const MAX_RESPONSE = 1_048_576;
/** Milliseconds for one response, including its body. */
const TIMEOUT = 4_500;

/** The only part of IPv6 that is assigned to networks (RFC 4291, section 2.4). */
const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3');

/** True when an IP address is on the public internet. */
export function isPublicAddress(address: string): boolean {
  // The library reads further spellings, such as 127.1.
  if (isIP(address) === 0) return false;
  const parsed = ipaddr.parse(address);
  return parsed.range() === 'unicast' && (parsed.kind() === 'ipv4' || parsed.match(GLOBAL_UNICAST));
}

/** The URL of an identity provider must not be fetched. */
export class ForbiddenTarget extends Error {
  constructor(target: string) {
    super(
      `${target} is not on the public internet; add it to LATCHKEY_PRIVATE_PROVIDERS if this is intended`,
    );
    this.name = 'ForbiddenTarget';
  }
}

export type ProviderFetch = (url: string, options?: RequestInit) => Promise<Response>;

/**
 * A `fetch` for URLs from customers: https to public addresses only, except for the hosts that the operator named; no
 * redirects; limits for time and size. The address is checked when the connection is made, so that a second DNS lookup
 * cannot return a different one.
 * @param privateProviders `host` or `host:port` that may have a private address and plain http
 */
export function createProviderFetch(privateProviders: readonly string[]): ProviderFetch {
  let loading: ReturnType<typeof loadClient> | undefined;
  return async (url, options) => {
    const target = new URL(url);
    const isTrusted = isPrivateProvider(privateProviders, target);
    if (!isTrusted) {
      const { protocol, hostname, host } = target;
      const literal = hostname.replace(/^\[|\]$/g, '');
      if (protocol !== 'https:' || (isIP(literal) !== 0 && !isPublicAddress(literal))) {
        throw new ForbiddenTarget(host);
      }
    }
    const { fetch, open, guarded, Response } = await (loading ??= loadClient());
    const limit = AbortSignal.timeout(TIMEOUT);
    const response = await fetch(url, {
      ...options,
      redirect: 'manual',
      dispatcher: isTrusted ? open : guarded,
      signal: options?.signal ? AbortSignal.any([options.signal, limit]) : limit,
    });
    const { status, headers } = response;
    const body = await readWhole(response);
    return body === null ? response : new Response(body, { status, headers });
  };
}

/** Loads the library at the first request: it is large, and many installations have no such provider. */
async function loadClient() {
  const { Agent, fetch, Response } = await import('undici');
  const guarded = new Agent({ connect: { lookup: lookupPublic } });
  return { fetch, Response, open: new Agent(), guarded };
}

/** Reads the body up to the limit, counted after decompression. @returns null when there is none */
async function readWhole(response: Response): Promise<Buffer | null> {
  if (response.body === null) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > MAX_RESPONSE) throw new Error(`the response is larger than ${MAX_RESPONSE} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Node's DNS lookup, which fails when any of the addresses is not public. */
const lookupPublic: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, []);
    const forbidden = addresses.find(({ address }) => !isPublicAddress(address));
    if (forbidden !== undefined) return callback(new ForbiddenTarget(hostname), []);
    if (options.all === true) return callback(null, addresses);
    const [first] = addresses as [LookupAddress, ...LookupAddress[]];
    return callback(null, first.address, first.family);
  });
};
