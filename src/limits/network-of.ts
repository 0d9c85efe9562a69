import ipaddr from 'ipaddr.js';

/**
 * Who counts as one address: an IPv4 address, or the /64 of an IPv6 address, any address of which its holder may
 * take (RFC 6177).
 */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return new ipaddr.IPv6([...(parsed as ipaddr.IPv6).parts.slice(0, 4), 0, 0, 0, 0]).toString();
}
