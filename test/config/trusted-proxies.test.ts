import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { createTrustedProxies, parseNetworks } from '../../src/config/trusted-proxies.ts';

const proxies = createTrustedProxies(parseNetworks('127.0.0.1, 10.0.0.0/8, 2001:db8::/32') ?? []);

/** A request over a connection from `peer`. */
function from(peer: string | undefined, forwardedFor?: string): IncomingMessage {
  return over({ remoteAddress: peer }, forwardedFor);
}

function over(socket: object, forwardedFor: string | undefined): IncomingMessage {
  const headers = forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor };
  return { socket, headers } as unknown as IncomingMessage;
}

describe('clientOf', () => {
  it.each([
    ['without a proxy', '192.0.2.1', undefined, '192.0.2.1'],
    ['without a proxy, on a socket for both', '::ffff:192.0.2.1', undefined, '192.0.2.1'],
    ['in its long spelling', '2001:0DB9:0000::0001', undefined, '2001:db9::1'],
    ['that is gone', undefined, '192.0.2.1', ''],
    ['behind one proxy', '127.0.0.1', '192.0.2.1', '192.0.2.1'],
    ['behind one proxy, on a socket for both', '::ffff:127.0.0.1', '192.0.2.1', '192.0.2.1'],
    ['behind two proxies', '127.0.0.1', '192.0.2.1, 10.1.2.3', '192.0.2.1'],
    ['behind a proxy of IPv6', '2001:db8::7', '2001:db9::1', '2001:db9::1'],
    ['behind a proxy that names the port', '10.0.0.1', '192.0.2.1:4711', '192.0.2.1'],
    ['behind one that names it for IPv6', '10.0.0.1', '[2001:db9::1]:4711', '2001:db9::1'],
    ['behind a proxy that says nothing', '127.0.0.1', undefined, '127.0.0.1'],
    ['that is a proxy itself', '127.0.0.1', '10.0.0.2, 10.0.0.3', '10.0.0.2'],
    ['after an empty entry', '127.0.0.1', '192.0.2.1,', '127.0.0.1'],
    ['behind twenty', '127.0.0.1', `192.0.2.1${', 10.0.0.1'.repeat(19)}`, '192.0.2.1'],
    ['behind more than twenty', '127.0.0.1', `192.0.2.1${', 10.0.0.1'.repeat(20)}`, '10.0.0.1'],
    ['behind 2,000', '127.0.0.1', `192.0.2.1${', 10.0.0.1'.repeat(2_000)}`, '10.0.0.1'],
  ])('%s', (_, peer, forwardedFor, client) => {
    expect(proxies.clientOf(from(peer, forwardedFor))).toBe(client);
  });

  it.each([
    ['a stranger says', '192.0.2.66', '192.0.2.1', '192.0.2.66'],
    ['a stranger says to a proxy', '127.0.0.1', '192.0.2.1, 192.0.2.66', '192.0.2.66'],
    [
      'a stranger says of our proxies',
      '127.0.0.1',
      '192.0.2.1, 10.0.0.9, 192.0.2.66',
      '192.0.2.66',
    ],
    ['is no address', '127.0.0.1', '192.0.2.1, unknown', '127.0.0.1'],
    ['is an odd spelling', '127.0.0.1', '192.0.2.1, 0300.0.2.1', '127.0.0.1'],
    ['is empty', '127.0.0.1', '192.0.2.1,', '127.0.0.1'],
  ])('ignores what %s', (_, peer, forwardedFor, client) => {
    expect(proxies.clientOf(from(peer, forwardedFor))).toBe(client);
  });

  it('is that of each request over one connection of a proxy', () => {
    const socket = { remoteAddress: '127.0.0.1' };
    const clients = ['192.0.2.1', '192.0.2.2', undefined, '192.0.2.1'].map((client) =>
      proxies.clientOf(over(socket, client)),
    );
    expect(clients).toEqual(['192.0.2.1', '192.0.2.2', '127.0.0.1', '192.0.2.1']);
  });

  it('returns the peer when no proxy is trusted', () => {
    expect(createTrustedProxies([]).clientOf(from('127.0.0.1', '192.0.2.1'))).toBe('127.0.0.1');
  });
});

describe('sent', () => {
  it('is true when the connection comes from a trusted proxy', () => {
    expect(proxies.sent(from('10.255.0.1'))).toBe(true);
    expect(proxies.sent(from('::ffff:10.255.0.1'))).toBe(true);
    expect(proxies.sent(from('11.0.0.1', '10.0.0.1'))).toBe(false);
    expect(proxies.sent(from(undefined))).toBe(false);
  });
});
