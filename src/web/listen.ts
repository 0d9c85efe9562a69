import type { Server } from 'node:http';

/** The error codes of a system without IPv6. */
const WITHOUT_IPV6 = ['EAFNOSUPPORT', 'EADDRNOTAVAIL', 'EINVAL'];

/** The wildcard address for IPv6 and IPv4. */
const EVERYWHERE = '::';
const EVERYWHERE_IPV4 = '0.0.0.0';

/**
 * Listens on an address. For `::` on a machine without IPv6 it listens on `0.0.0.0`.
 * @returns the address that it listens on
 * @throws the error of the system
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
