import { join } from 'node:path';
import { defaultRateLimits, parseRateLimits, type RateLimits } from '../rules/rate-limits.ts';
import { type TimeZone, timeZone, utc } from '../rules/time-zone.ts';
import { type BrandingConfig, readBranding } from './branding-config.ts';
import { type DatabaseConfig, readDatabase } from './database-config.ts';
import { type NetworkConfig, readNetwork } from './network-config.ts';
import { collectors, parseSwitch, settingReader } from './read-setting.ts';
import { unknownSettings } from './settings.ts';

/** The configuration of a server, from environment variables. */
export interface Config extends NetworkConfig, DatabaseConfig {
  /** True for demo data and the demo identity provider. */
  readonly demo: boolean;
  readonly logLevel: string;
  /** True when the License API accepts no API keys, but OAuth clients only. */
  readonly requireOAuth: boolean;
  readonly rateLimits: RateLimits;
  /** The bearer token for `/metrics`. */
  readonly metricsToken: string | undefined;
  /** True when OpenTelemetry's variables name a collector for traces. */
  readonly tracing: boolean;
  /** Milliseconds after which a key is rotated; null for never. */
  readonly keyMaxAge: number | null;
  /** The time zone for dates without a time. */
  readonly timeZone: TimeZone;
  /** The minimum milliseconds for which audit entries are kept; null for forever. */
  readonly auditRetention: number | null;
  /** Milliseconds for which a request file of a device without a network is accepted. */
  readonly offlineMaxAge: number;
  /** The earliest schema that a request file may have. */
  readonly offlineSchema: 1 | 2;
  /** The maximum size in bytes of an installation file that is uploaded. */
  readonly maxUpload: number;
  /** Milliseconds for which a link to a stored installation file works. */
  readonly linkLifetime: number;
  readonly branding: BrandingConfig;
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MIB = 1_048_576;

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
  const read = settingReader(env, faults);
  const production = env['NODE_ENV'] === 'production';
  const demo = read('LATCHKEY_DEMO', !production, parseSwitch, 'on or off');
  if (demo && production) {
    faults.push(
      'LATCHKEY_DEMO must not be on when NODE_ENV is production, because its passwords are in a file',
    );
  }
  const config: Config = {
    demo,
    ...readNetwork(read, demo, faults),
    ...readDatabase(read, env, faults),
    logLevel: read(
      'LATCHKEY_LOG_LEVEL',
      'info',
      (text) => (LOG_LEVELS.includes(text) ? text : undefined),
      `one of ${LOG_LEVELS.join(', ')}`,
    ),
    requireOAuth: read('LATCHKEY_REQUIRE_OAUTH', false, parseSwitch, 'on or off'),
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
    tracing: collectors
      .map((name) => read(name, false, isWebUrl, 'an http or https URL'))
      .includes(true),
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
    offlineMaxAge: read(
      'LATCHKEY_OFFLINE_MAX_AGE',
      90 * DAY,
      (text) => parseDays(text, 1, 3_650) ?? undefined,
      'a number of days from 1 to 3650',
    ),
    offlineSchema: read<1 | 2>(
      'LATCHKEY_OFFLINE_SCHEMA',
      1,
      (text) => ({ '1': 1 as const, '2': 2 as const })[text],
      '1 or 2',
    ),
    maxUpload: read(
      'LATCHKEY_MAX_UPLOAD',
      1_024 * MIB,
      (text) => parseCount(text, 1_048_576, MIB),
      'a number of MiB from 1 to 1048576',
    ),
    linkLifetime: read(
      'LATCHKEY_LINK_LIFETIME',
      24 * HOUR,
      (text) => parseCount(text, 720, HOUR),
      'a number of hours from 1 to 720',
    ),
    branding: readBranding(read),
  };
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

/** @returns milliseconds; null when it is off */
function parseDays(text: string, least: number, most: number): number | null | undefined {
  if (parseSwitch(text) === false) return null;
  const days = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return days >= least && days <= most ? days * DAY : undefined;
}

/** @returns a number from 1 on of this unit */
function parseCount(text: string, most: number, unit: number): number | undefined {
  const count = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  return count >= 1 && count <= most ? count * unit : undefined;
}

function isWebUrl(text: string): true | undefined {
  return ['http:', 'https:'].includes(URL.parse(text)?.protocol ?? '') || undefined;
}
