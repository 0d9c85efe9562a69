import type { KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { type Color, parseColor } from './contrast.ts';
import { parseSecretKeys } from '../security/secret-key.ts';
import { isLoopback } from './loopback.ts';
import { defaultRateLimits, parseRateLimits, type RateLimits } from '../rules/rate-limits.ts';
import { parsePostgresUrl, PostgresUrlError } from './postgres-url.ts';
import { type Setting, unknownSettings } from './settings.ts';
import { type TimeZone, timeZone, utc } from '../rules/time-zone.ts';
import { parseNetworks } from './trusted-proxies.ts';

/** The configuration of a server, from environment variables. */
export interface Config {
  readonly port: number;
  /** The address to listen on. */
  readonly host: string;
  /** The origin that browsers and applications use, without a slash at the end. */
  readonly publicUrl: string;
  readonly dataDir: string;
  /** The URL of PostgreSQL, with its password; null for SQLite in the data directory. */
  readonly databaseUrl: string | null;
  /** The maximum number of connections to PostgreSQL. */
  readonly databasePool: number;
  /** True for demo data and the demo identity provider. */
  readonly demo: boolean;
  readonly logLevel: string;
  /** `host` or `host:port` of identity providers that may have private addresses or use plain http. */
  readonly privateProviders: readonly string[];
  /** Networks (CIDR) of the proxies whose `X-Forwarded-For` is trusted. */
  readonly trustedProxies: readonly string[];
  /** Milliseconds that an idle connection is kept open. */
  readonly keepAlive: number;
  readonly rateLimits: RateLimits;
  /** The bearer token for `/metrics`. */
  readonly metricsToken: string | undefined;
  /** True when OpenTelemetry's variables name a collector for traces. */
  readonly tracing: boolean;
  /** The secret keys: the first one seals, all of them open. When undefined, the file of the data directory has them. */
  readonly secretKeys: readonly KeyObject[] | undefined;
  /** Milliseconds after which a key is rotated; null for never. */
  readonly keyMaxAge: number | null;
  /** The time zone for dates without a time. */
  readonly timeZone: TimeZone;
  /** The minimum milliseconds for which audit entries are kept; null for forever. */
  readonly auditRetention: number | null;
  readonly branding: BrandingConfig;
}

/** The vendor's settings for the pages. */
export interface BrandingConfig {
  readonly vendorName: string | undefined;
  /** The path of an SVG or PNG file. */
  readonly logoFile: string | undefined;
  /** The accent colours on a light and on a dark background. */
  readonly accent: { readonly light: Color; readonly dark: Color | undefined } | undefined;
  /** The link for help, and its text. */
  readonly support: { readonly href: string; readonly label: string } | undefined;
  /** The path of a JSON file with the vendor's texts. */
  readonly textsFile: string | undefined;
}

/** Variables whose values are never shown. */
const SECRETS: readonly string[] = [
  'LATCHKEY_DATABASE_URL',
  'LATCHKEY_METRICS_TOKEN',
  'LATCHKEY_SECRET_KEY',
];
const COLLECTORS = ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] as const;
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];
const DAY = 86_400_000;

/** All faults of a configuration, each with the name of its variable. */
export class ConfigError extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(
      `The configuration has ${faults.length} fault(s):\n${faults.map((f) => `  ${f}`).join('\n')}`,
    );
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

/**
 * Reads the configuration from environment variables. An empty variable counts as unset.
 * @throws ConfigError with all faults
 */
export function loadConfig(env: Record<string, string | undefined>): Config {
  const faults: string[] = [];
  const read = <T>(
    name: Setting | 'PORT' | (typeof COLLECTORS)[number],
    fallback: T,
    parse: (text: string) => T | undefined,
    must: string,
  ) => {
    const text = env[name];
    if (text === undefined || text === '') return fallback;
    const value = parse(text);
    const shown = SECRETS.includes(name) ? 'something else' : JSON.stringify(text);
    if (value === undefined) faults.push(`${name} must be ${must}; it is ${shown}`);
    return value === undefined ? fallback : value;
  };

  const production = env['NODE_ENV'] === 'production';
  const port = read('PORT', 8080, parsePort, 'a port from 1 to 65535');
  const demo = read('LATCHKEY_DEMO', !production, parseSwitch, 'on or off');
  if (demo && production) {
    faults.push(
      'LATCHKEY_DEMO must not be on when NODE_ENV is production, because its passwords are in a file',
    );
  }
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
  const config: Config = {
    port,
    host,
    demo,
    publicUrl: read(
      'LATCHKEY_PUBLIC_URL',
      `http://localhost:${port}`,
      parseOrigin,
      'an http or https origin without a path, such as https://licenses.example.com',
    ),
    dataDir: read('LATCHKEY_DATA_DIR', './data', (text) => text, 'a folder'),
    databaseUrl: read<string | null>(
      'LATCHKEY_DATABASE_URL',
      null,
      (text) => {
        const fault = faultOfUrl(text);
        if (fault === undefined) return text;
        faults.push(`LATCHKEY_DATABASE_URL ${fault}`);
        return null;
      },
      'a URL of PostgreSQL',
    ),
    databasePool: read('LATCHKEY_DATABASE_POOL', 10, parsePoolSize, 'a number from 1 to 1000'),
    logLevel: read(
      'LATCHKEY_LOG_LEVEL',
      'info',
      (text) => (LOG_LEVELS.includes(text) ? text : undefined),
      `one of ${LOG_LEVELS.join(', ')}`,
    ),
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
    rateLimits: read(
      'LATCHKEY_RATE_LIMITS',
      defaultRateLimits,
      parseRateLimits,
      `off, or some of these with counts, such as api-key=3600,password=off: ${Object.keys(defaultRateLimits).join(', ')}`,
    ),
    metricsToken: read<string | undefined>(
      'LATCHKEY_METRICS_TOKEN',
      undefined,
      (text) => (/^[\w.~+/=-]{16,256}$/.test(text) ? text : undefined),
      'a bearer token of 16 to 256 letters, digits or . _ ~ + / = -',
    ),
    tracing: COLLECTORS.map((name) => read(name, false, isWebUrl, 'an http or https URL')).includes(
      true,
    ),
    secretKeys: read(
      'LATCHKEY_SECRET_KEY',
      undefined,
      parseSecretKeys,
      '32 random bytes in Base64, such as the output of `openssl rand -base64 32`, or several of them separated by commas',
    ),
    keyMaxAge: read(
      'LATCHKEY_KEY_MAX_AGE',
      90 * DAY,
      // More than the 7 days for which a key is published before it is used.
      (text) => parseDays(text, 14, 3_650),
      'a number of days from 14 to 3650, or off',
    ),
    timeZone: read(
      'LATCHKEY_TIME_ZONE',
      utc,
      timeZone,
      'a time zone such as UTC, Europe/Berlin or America/New_York',
    ),
    auditRetention: read<number | null>(
      'LATCHKEY_AUDIT_RETENTION',
      null,
      // 0 is refused, because it could mean no retention or no limit.
      (text) => (text === '0' ? undefined : parseDays(text, 1, 36_500)),
      'a number of days from 1 to 36500, or off',
    ),
    branding: {
      vendorName: read<string | undefined>(
        'LATCHKEY_VENDOR_NAME',
        undefined,
        (text) => (/^[^\p{C}\s]([^\p{C}]{0,58}[^\p{C}\s])?$/u.test(text) ? text : undefined),
        'a name of 1 to 60 characters',
      ),
      logoFile: read<string | undefined>('LATCHKEY_LOGO', undefined, (text) => text, 'a file'),
      accent: read(
        'LATCHKEY_ACCENT_COLOR',
        undefined,
        parseAccent,
        'a colour such as #0f6b54, or two with a comma, the second for dark backgrounds',
      ),
      support: read(
        'LATCHKEY_SUPPORT_CONTACT',
        undefined,
        parseContact,
        'mailto:help@example.com or an https address',
      ),
      textsFile: read<string | undefined>('LATCHKEY_TEXTS', undefined, (text) => text, 'a file'),
    },
  };
  if (demo && !isLoopback(new URL(config.publicUrl).hostname)) {
    faults.push(
      `LATCHKEY_PUBLIC_URL must be on this machine in demo mode, whose passwords are published; it is ${config.publicUrl}. ` +
        'Set LATCHKEY_DEMO=off to serve others',
    );
  }
  if (config.databaseUrl !== null && (env['LATCHKEY_SECRET_KEY'] ?? '') === '') {
    faults.push(
      'LATCHKEY_SECRET_KEY must be set with LATCHKEY_DATABASE_URL, the same for every instance. ' +
        'Create one with `openssl rand -base64 32` and keep it: the sealed secrets cannot be read without it',
    );
  }
  faults.push(...unknownSettings(env));
  if (faults.length > 0) throw new ConfigError(faults);
  return Object.freeze(config);
}

/** @returns the URL of PostgreSQL, or the path of the SQLite file */
export function databaseOf({
  databaseUrl,
  dataDir,
}: Pick<Config, 'databaseUrl' | 'dataDir'>): string {
  return databaseUrl ?? join(dataDir, 'latchkey.db');
}

function parsePort(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : undefined;
}

function parseSwitch(text: string): boolean | undefined {
  if (['on', 'true', '1'].includes(text)) return true;
  return ['off', 'false', '0'].includes(text) ? false : undefined;
}

/** @returns milliseconds; null when it is off */
function parseDays(text: string, least: number, most: number): number | null | undefined {
  if (parseSwitch(text) === false) return null;
  const days = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return days >= least && days <= most ? days * DAY : undefined;
}

function parseOrigin(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return undefined;
  return url.href === `${url.origin}/` ? url.origin : undefined;
}

/** The fault of a database URL, without any part of it, since it contains the password. */
function faultOfUrl(url: string): string | undefined {
  try {
    parsePostgresUrl(url);
    return undefined;
  } catch (error) {
    if (error instanceof PostgresUrlError) return error.message;
    throw error;
  }
}

function parsePoolSize(text: string): number | undefined {
  const size = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  return size >= 1 && size <= 1_000 ? size : undefined;
}

function isWebUrl(text: string): true | undefined {
  return ['http:', 'https:'].includes(URL.parse(text)?.protocol ?? '') || undefined;
}

function parseAccent(text: string): BrandingConfig['accent'] {
  const [light, dark, ...more] = text.split(',').map((one) => parseColor(one.trim()) ?? null);
  // Null stands for an invalid colour, undefined for a missing one.
  if (light == null || dark === null || more.length > 0) return undefined;
  return { light, dark };
}

function parseContact(text: string): BrandingConfig['support'] {
  const url = URL.parse(text);
  if (url?.protocol === 'https:') {
    return { href: url.href, label: `${url.host}${url.pathname}`.replace(/\/$/, '') };
  }
  const address = /^mailto:([^\s@?&<>"]+@[^\s@?&<>"]+)$/i.exec(text)?.[1];
  return address === undefined ? undefined : { href: `mailto:${address}`, label: address };
}

function parseHosts(text: string): string[] | undefined {
  const hosts = text.split(',').map((host) => host.trim().toLowerCase());
  return hosts.every((host) => URL.parse(`http://${host}`)?.pathname === '/') ? hosts : undefined;
}
