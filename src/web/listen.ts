import type { Server } from 'node:http';

/** What a system says that has no IPv6, by its code. */
const WITHOUT_IPV6 = ['EAFNOSUPPORT', 'EADDRNOTAVAIL', 'EINVAL'];

/** The address that takes connections to all addresses of a machine, of IPv4 and IPv6. */
const EVERYWHERE = '::';
const EVERYWHERE_IPV4 = '0.0.0.0';

/**
 * Listens on an address; where that is `::` and the machine has IPv6 switched off, on `0.0.0.0`.
 * @returns the address that it listens on
 * @throws what the system says
 */
export async function listen(
  server: Pick<Server, 'listen' | 'once' | 'off'>,
  port: number,
  host: string,
): Promise<string> {
  try {
    await listenOn(server, port, host);
    return host;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (host !== EVERYWHERE || !WITHOUT_IPV6.includes(code)) throw error;
    await listenOn(server, port, EVERYWHERE_IPV4);
    return EVERYWHERE_IPV4;
  }
}

function listenOn(
  server: Pick<Server, 'listen' | 'once' | 'off'>,
  port: number,
  host: string,
): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
