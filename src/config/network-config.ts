import { isIP } from 'node:net';
import { isLoopback } from './loopback.ts';
import type { ReadSetting } from './read-setting.ts';
import { parseNetworks } from './trusted-proxies.ts';

/** Where the server listens, and whom it trusts there. */
export interface NetworkConfig {
  readonly port: number;
  /** The address to listen on. */
  readonly host: string;
  /** The origin that browsers and applications use, without a slash at the end. */
  readonly publicUrl: string;
  /** `host` or `host:port` of identity providers that may have private addresses or use plain http. */
  readonly privateProviders: readonly string[];
  /** Networks (CIDR) of the proxies whose `X-Forwarded-For` is trusted. */
  readonly trustedProxies: readonly string[];
  /** Milliseconds that an idle connection is kept open. */
  readonly keepAlive: number;
}

/**
 * @param demo true in demo mode, in which no other machine may reach the server
 * @param faults gets what contradicts that
 */
export function readNetwork(read: ReadSetting, demo: boolean, faults: string[]): NetworkConfig {
  const port = read('PORT', 8080, parsePort, 'a port from 1 to 65535');
  const host = read(
    'LATCHKEY_HOST',
    demo ? '127.0.0.1' : '::',
    (text) => (isIP(text) !== 0 || text === 'localhost' ? text : undefined),
    'an IP address or localhost',
  );
  if (demo && !isLoopback(host)) {
    faults.push(
      `LATCHKEY_HOST must be loopback in demo mode; set LATCHKEY_DEMO=off to listen on ${host}`,
    );
  }
  const publicUrl = read(
    'LATCHKEY_PUBLIC_URL',
    `http://localhost:${port}`,
    parseOrigin,
    'an http or https origin without a path, such as https://licenses.example.com',
  );
  if (demo && !isLoopback(new URL(publicUrl).hostname)) {
    faults.push(
      `LATCHKEY_PUBLIC_URL must be on this machine in demo mode, whose passwords are published; it is ${publicUrl}. ` +
        'Set LATCHKEY_DEMO=off to serve others',
    );
  }
  return {
    port,
    host,
    publicUrl,
    privateProviders: read(
      'LATCHKEY_PRIVATE_PROVIDERS',
      [],
      parseHosts,
      'hosts or host:port separated by commas, such as idp.corp.example:8443',
    ),
    trustedProxies: read(
      'LATCHKEY_TRUSTED_PROXIES',
      [],
      parseNetworks,
      'addresses or networks separated by commas, such as 127.0.0.1, 10.0.0.0/8, but not all addresses',
    ),
    keepAlive: read(
      'LATCHKEY_KEEP_ALIVE',
      75_000,
      (text) =>
        /^[1-9]\d{0,3}$/.test(text) && Number(text) <= 3_600 ? Number(text) * 1_000 : undefined,
      'a number of seconds from 1 to 3600',
    ),
  };
}

function parsePort(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : undefined;
}

function parseOrigin(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return undefined;
  return url.href === `${url.origin}/` ? url.origin : undefined;
}

function parseHosts(text: string): string[] | undefined {
  const hosts = text.split(',').map((host) => host.trim().toLowerCase());
  return hosts.every((host) => URL.parse(`http://${host}`)?.pathname === '/') ? hosts : undefined;
}
