import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * @returns the IPv4 address, or the /64 network of an IPv6 address, because a client can use any address of its network
 *   (RFC 6177)
 */
export function networkOf(address: string): string {
  if (isIPv4(address) || !ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return new ipaddr.IPv6([...(parsed as ipaddr.IPv6).parts.slice(0, 4), 0, 0, 0, 0]).toString();
}
