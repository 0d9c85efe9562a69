import type { IncomingMessage } from 'node:http';
import { isIP, isIPv4, type Socket } from 'node:net';
import ipaddr from 'ipaddr.js';

/** The maximum number of entries of `X-Forwarded-For` that are evaluated. */
const MAX_HOPS = 20;

/** The proxies of the configuration, whose forwarding headers are trusted. */
export interface TrustedProxies {
  /** True when the request comes directly from one of them. */
  sent(request: IncomingMessage): boolean;
  /** The client's address in its shortest spelling; empty when the connection is closed. */
  clientOf(request: IncomingMessage): string;
}

type Network = ReturnType<typeof ipaddr.parseCIDR>;

/** The other end of a connection. */
interface Peer {
  readonly address: string;
  readonly isTrusted: boolean;
}

/** @param networks the result of `parseNetworks` */
export function createTrustedProxies(networks: readonly string[]): TrustedProxies {
  const ranges = networks.map((network) => ipaddr.parseCIDR(network));
  const trusts = (address: string) => address !== '' && isWithin(address, ranges);
  // A connection has many requests, and its address is parsed once.
  const peers = new WeakMap<Socket, Peer>();
  const peerOfConnection = (request: IncomingMessage): Peer => {
    const known = peers.get(request.socket);
    if (known !== undefined) return known;
    const address = peerOf(request);
    const peer = { address, isTrusted: trusts(address) };
    if (address !== '') peers.set(request.socket, peer);
    return peer;
  };

  return {
    sent: (request) => peerOfConnection(request).isTrusted,

    clientOf(request) {
      let { address, isTrusted } = peerOfConnection(request);
      const chain = String(request.headers['x-forwarded-for'] ?? '');
      // From right to left: each proxy appends the address of its client. An address to the left of an untrusted one may
      // be forged.
      for (let end = chain.length, hops = 0; isTrusted && hops < MAX_HOPS; hops += 1) {
        const start = end > 0 ? chain.lastIndexOf(',', end - 1) + 1 : 0;
        const hop = withoutPort(chain.slice(start, end));
        if (isIP(hop) === 0) break;
        address = spell(hop);
        isTrusted = trusts(address);
        end = start - 1;
      }
      return address;
    },
  };
}

/**
 * Parses addresses and networks (CIDR), separated by commas.
 * @returns undefined when one is invalid or contains all addresses
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

/** Removes the port that some proxies add: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
function withoutPort(hop: string): string {
  return hop.trim().replace(/^\[(.*)\](:\d+)?$|^([\d.]+):\d+$/, '$1$3');
}

/** Normalizes an address. IPv4-mapped IPv6 addresses become IPv4. */
function spell(address: string): string {
  return isIPv4(address) ? address : ipaddr.process(address).toString();
}

function isWithin(address: string, ranges: readonly Network[]): boolean {
  const parsed = ipaddr.parse(address);
  return ranges.some(
    ([network, prefix]) => network.kind() === parsed.kind() && parsed.match(network, prefix),
  );
}
