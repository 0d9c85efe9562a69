import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Proxies that a request comes through at most: there are never as many, and to look at each takes time. */
const MOST_HOPS = 20;

/** The proxies whose word on a request is taken: those that the configuration names. */
export interface TrustedProxies {
  /** Whether the request comes straight from one of them. */
  sent(request: IncomingMessage): boolean;
  /** The address that the request comes from, in its shortest spelling; empty where the connection is gone. */
  clientOf(request: IncomingMessage): string;
}

type Network = ReturnType<typeof ipaddr.parseCIDR>;

/** @param networks as `parseNetworks` gives them */
export function createTrustedProxies(networks: readonly string[]): TrustedProxies {
  const ranges = networks.map((network) => ipaddr.parseCIDR(network));
  const trusts = (address: string) => address !== '' && isWithin(address, ranges);

  return {
    sent: (request) => trusts(peerOf(request)),

    clientOf(request) {
      let client = peerOf(request);
      const chain = String(request.headers['x-forwarded-for'] ?? '');
      // From the right: each proxy adds whom it heard, so everything left of a stranger is that stranger's claim.
      for (let end = chain.length, hops = 0; trusts(client) && hops < MOST_HOPS; hops += 1) {
        const start = end > 0 ? chain.lastIndexOf(',', end - 1) + 1 : 0;
        const hop = withoutPort(chain.slice(start, end));
        if (isIP(hop) === 0) break;
        client = spell(hop);
        end = start - 1;
      }
      return client;
    },
  };
}

/**
 * Reads addresses and networks (CIDR), separated by commas.
 * @returns undefined where one is neither, or is everybody's
 */
export function parseNetworks(text: string): string[] | undefined {
  const networks = text.split(',').map((one) => parseNetwork(one.trim()));
  return networks.every((one) => one !== undefined) ? networks : undefined;
}

function parseNetwork(text: string): string | undefined {
  const [address = '', prefix, ...rest] = text.split('/');
  const bits = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  if (bits === 0 || address.includes('%') || rest.length > 0) return undefined;
  if (prefix === undefined) return `${spell(address)}/${isIP(spell(address)) === 4 ? 32 : 128}`;
  const isPrefix = /^\d{1,3}$/.test(prefix) && Number(prefix) >= 1 && Number(prefix) <= bits;
  return isPrefix ? `${address}/${Number(prefix)}` : undefined;
}

/** The address at the other end of the connection. */
export function peerOf(request: IncomingMessage): string {
  const { remoteAddress } = request.socket;
  return remoteAddress === undefined ? '' : spell(remoteAddress);
}

/** Some proxies write the port too: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
function withoutPort(hop: string): string {
  return hop.trim().replace(/^\[(.*)\](:\d+)?$|^([\d.]+):\d+$/, '$1$3');
}

/** One spelling for each address: IPv4 as such, also where a socket for both writes it as IPv6. */
function spell(address: string): string {
  return ipaddr.process(address).toString();
}

function isWithin(address: string, ranges: readonly Network[]): boolean {
  const parsed = ipaddr.parse(address);
  return ranges.some(
    ([network, prefix]) => network.kind() === parsed.kind() && parsed.match(network, prefix),
  );
}
