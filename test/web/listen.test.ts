import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { listen } from '../../src/web/listen.ts';

/** A server on a machine whose kernel has no IPv6, or has it switched off. */
function withoutIpv6(code: string): Server {
  const server = createServer();
  const real = server.listen.bind(server) as (
    port: number,
    host: string,
    done: () => void,
  ) => Server;
  const listenOnIpv4 = (port: number, host: string, done: () => void) => {
    if (!host.includes(':')) return real(port, host, done);
    queueMicrotask(() => server.emit('error', Object.assign(new Error(code), { code })));
    return server;
  };
  return Object.assign(server, { listen: listenOnIpv4 });
}

describe('listen', () => {
  let server: Server;
  afterEach(async () => {
    if (!server.listening) return;
    server.close();
    await once(server, 'close');
  });

  it('listens on the given address', async () => {
    server = createServer();
    expect(await listen(server, 0, '127.0.0.1')).toBe('127.0.0.1');
    expect(server.listenerCount('error')).toBe(0);
  });

  it.each(['EAFNOSUPPORT', 'EADDRNOTAVAIL'])(
    'is on 0.0.0.0 in place of :: after %s',
    async (code) => {
      server = withoutIpv6(code);
      expect(await listen(server, 0, '::')).toBe('0.0.0.0');
      expect((server.address() as AddressInfo).address).toBe('0.0.0.0');
    },
  );

  it('throws for another address or another error', async () => {
    server = withoutIpv6('EAFNOSUPPORT');
    await expect(listen(server, 0, '::1')).rejects.toMatchObject({ code: 'EAFNOSUPPORT' });
    server = withoutIpv6('EACCES');
    await expect(listen(server, 0, '::')).rejects.toMatchObject({ code: 'EACCES' });
  });
});
