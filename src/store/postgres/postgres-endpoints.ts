import { readFileSync } from 'node:fs';
import { type ConnectionOptions, getCACertificates } from 'node:tls';
import pg from 'pg';
import { NoConnection } from './postgres-errors.ts';
import type { PostgresUrl } from '../../config/postgres-url.ts';

/** One of the hosts of a URL, with TLS or without. */
export interface Endpoint {
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly ssl: false | ConnectionOptions;
}

/** The endpoints of a URL. New connections use the one that worked last. */
export interface Endpoints {
  readonly current: () => Endpoint;
  readonly count: number;
  /**
   * Moves on to the next endpoint, as this one has failed or is read-only.
   * @returns true when the next one is the same host, with TLS in place of without, or the reverse
   */
  failed(endpoint: Endpoint, error: unknown): boolean;
}

/** @throws NoConnection when a certificate cannot be read */
export function createEndpoints(url: PostgresUrl): Endpoints {
  const variants = tlsVariants(url);
  const all = url.hosts.flatMap(({ host, port }): Endpoint[] =>
    // libpq speaks no TLS over a Unix socket.
    host?.startsWith('/') === true
      ? [{ host, port, ssl: false }]
      : variants.map((ssl) => ({ host, port, ssl })),
  );
  const [first] = all;
  if (first === undefined) throw new Error('the URL has no host');
  let at = 0;
  const current = () => all[at] ?? first;
  const isNextSameHost = () => {
    const next = all[at + 1];
    return next?.host === current().host && next?.port === current().port;
  };
  return {
    current,
    count: url.hosts.length,
    failed(endpoint, error) {
      // Several connections may fail at the same time: only the first one moves on.
      if (endpoint !== current()) return false;
      if (isNextSameHost() && isTlsFault(error)) {
        at += 1;
        return true;
      }
      do at = (at + 1) % all.length;
      while (
        at !== 0 &&
        all[at - 1]?.host === current().host &&
        all[at - 1]?.port === current().port
      );
      return false;
    },
  };
}

/** With TLS, without, or both, in the order in which libpq tries them. */
function tlsVariants(url: PostgresUrl): readonly Endpoint['ssl'][] {
  if (url.tls === 'disable') return [false];
  const tls = tlsOptions(url);
  if (url.tls === 'allow') return [false, tls];
  return url.tls === 'prefer' ? [tls, false] : [tls];
}

/** True when the server has no TLS, the handshake failed, or pg_hba.conf demands the other variant. */
function isTlsFault(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return error.code === '28000';
  const { message = '', code = '' } = error as { message?: string; code?: string };
  return /SSL|TLS/i.test(message) || /SSL|TLS/.test(code);
}

function tlsOptions(url: PostgresUrl): ConnectionOptions {
  const { tls, rootCert, cert, key, keyPassword } = url;
  // libpq: with the certificate of an authority at hand, `require` means `verify-ca`.
  const verifies = tls.startsWith('verify') || (tls === 'require' && rootCert !== undefined);
  return {
    rejectUnauthorized: verifies,
    ...(tls === 'verify-full' ? {} : { checkServerIdentity: () => undefined }),
    ...(rootCert === undefined ? {} : { ca: rootsOf(rootCert) }),
    ...(cert === undefined ? {} : { cert: read('sslcert', cert) }),
    ...(key === undefined ? {} : { key: read('sslkey', key) }),
    ...(keyPassword === undefined ? {} : { passphrase: keyPassword }),
  };
}

function rootsOf(rootCert: string): string | string[] {
  return rootCert === 'system' ? getCACertificates('system') : read('sslrootcert', rootCert);
}

function read(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new NoConnection(new Error(`${name} cannot be read: ${(error as Error).message}`));
  }
}
