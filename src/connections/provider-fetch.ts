import { lookup as resolve, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, fetch as undiciFetch, type RequestInit, Response } from 'undici';
import { isPrivateProvider } from './private-providers.ts';

/** Bytes; discovery documents, key sets and token answers are far smaller. */
const MAX_RESPONSE = 1_048_576;
/** Milliseconds for one answer, its body included. */
const TIMEOUT = 4_500;

/** The only part of IPv6 that is assigned to networks (RFC 4291, section 2.4). */
const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3');

/** Whether an IP address is on the public internet. */
export function isPublicAddress(address: string): boolean {
  // The library reads further spellings, such as 127.1.
  if (isIP(address) === 0) return false;
  const parsed = ipaddr.parse(address);
  return parsed.range() === 'unicast' && (parsed.kind() === 'ipv4' || parsed.match(GLOBAL_UNICAST));
}

/** Why a URL of an identity provider is not fetched. */
export class ForbiddenTarget extends Error {
  constructor(target: string) {
    super(
      `${target} is not on the public internet; name it in LATCHKEY_PRIVATE_PROVIDERS if it is meant`,
    );
    this.name = 'ForbiddenTarget';
  }
}

export type ProviderFetch = (url: string, options?: RequestInit) => Promise<Response>;

/**
 * A `fetch` for the addresses that customers give: public addresses over https only, save the hosts the operator
 * named; no redirects, a time limit, a limit on the body. The address is checked where the connection is made, so
 * that no second look-up can slip another one in.
 * @param privateProviders `host` or `host:port` that may be private and plain http
 */
export function createProviderFetch(privateProviders: readonly string[]): ProviderFetch {
  const open = new Agent();
  const guarded = new Agent({ connect: { lookup: lookupPublic } });
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
    const limit = AbortSignal.timeout(TIMEOUT);
    const response = await undiciFetch(url, {
      ...options,
      redirect: 'manual',
      dispatcher: isTrusted ? open : guarded,
      signal: options?.signal ? AbortSignal.any([options.signal, limit]) : limit,
    });
    return readWhole(response);
  };
}

/** Reads the body, up to the limit. It counts what is read, not what was sent: that may be compressed. */
async function readWhole(response: Response): Promise<Response> {
  const { status, headers } = response;
  if (response.body === null) return response;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > MAX_RESPONSE) throw new Error(`the answer is larger than ${MAX_RESPONSE} bytes`);
    chunks.push(chunk);
  }
  return new Response(Buffer.concat(chunks), { status, headers });
}

/** Node's look-up, failing where any of the addresses is not public. */
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
