import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * True when a host is this machine: `localhost` or a loopback address (RFC 6761, section 6.3).
 * @param host a name or an address, an IPv6 address with or without the brackets of a URL
 */
export function isLoopback(host: string): boolean {
  const address = host.replace(/^\[(.*)\]$/, '$1');
  return (
    host === 'localhost' || (isIP(address) !== 0 && ipaddr.process(address).range() === 'loopback')
  );
}
