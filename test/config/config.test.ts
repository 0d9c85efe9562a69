import { describe, expect, it } from '@jest/globals';
import { utc } from '../../src/rules/time-zone.ts';
import { databaseOf, loadConfig } from '../../src/config/config.ts';
import { defaultRateLimits } from '../../src/rules/rate-limits.ts';
import { newSecretKey } from '../../src/security/secret-key.ts';
import { faultsOf } from '../support/config-faults.ts';

describe('loadConfig', () => {
  it('returns a default for every setting', () => {
    expect(loadConfig({})).toEqual({
      port: 8080,
      host: '127.0.0.1',
      demo: true,
      requireOAuth: false,
      publicUrl: 'http://localhost:8080',
      dataDir: './data',
      databaseUrl: null,
      databasePool: 10,
      logLevel: 'info',
      privateProviders: [],
      trustedProxies: [],
      keepAlive: 75_000,
      tracing: false,
      branding: {},
      keyMaxAge: 90 * 86_400_000,
      auditRetention: null,
      linkLifetime: 86_400_000,
      maxUpload: 1_073_741_824,
      offlineMaxAge: 90 * 86_400_000,
      offlineSchema: 1,
      timeZone: utc,
      rateLimits: defaultRateLimits,
    });
  });

  it('treats an empty variable as unset', () => {
    expect(loadConfig({ PORT: '', LATCHKEY_DEMO: '' })).toEqual(loadConfig({}));
  });

  it('derives the public URL from the port', () => {
    expect(loadConfig({ PORT: '9000' }).publicUrl).toBe('http://localhost:9000');
  });

  it('switches the demo off in production and listens on all addresses', () => {
    expect(loadConfig({ NODE_ENV: 'production' })).toMatchObject({ demo: false, host: '::' });
    expect(loadConfig({ LATCHKEY_DEMO: 'off' })).toMatchObject({ demo: false, host: '::' });
  });

  it('refuses demo mode in production and outside loopback', () => {
    expect(faultsOf({ NODE_ENV: 'production', LATCHKEY_DEMO: 'on' })).toHaveLength(1);
    expect(faultsOf({ LATCHKEY_HOST: '0.0.0.0' })).toHaveLength(1);
    expect(faultsOf({ LATCHKEY_HOST: '0.0.0.0', LATCHKEY_DEMO: 'off' })).toHaveLength(0);
  });

  it('throws all faults at once, each with its variable', () => {
    const faults = faultsOf({
      PORT: '99999',
      LATCHKEY_DATABASE_URL: 'mysql://root@host/latchkey',
      LATCHKEY_DATABASE_POOL: '0',
      LATCHKEY_DEMO: 'maybe',
      LATCHKEY_HOST: 'not an address',
      LATCHKEY_PUBLIC_URL: 'https://licenses.example.com/path',
      LATCHKEY_LOG_LEVEL: 'loud',
      LATCHKEY_PRIVATE_PROVIDERS: 'idp/../x',
      LATCHKEY_TRUSTED_PROXIES: 'localhost',
      LATCHKEY_RATE_LIMITS: 'api-key',
      LATCHKEY_METRICS_TOKEN: 'too short',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318',
    });
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual([
      'LATCHKEY_DEMO',
      'PORT',
      'LATCHKEY_HOST',
      'LATCHKEY_PUBLIC_URL',
      'LATCHKEY_PRIVATE_PROVIDERS',
      'LATCHKEY_TRUSTED_PROXIES',
      'LATCHKEY_DATABASE_URL',
      'LATCHKEY_DATABASE_POOL',
      'LATCHKEY_LOG_LEVEL',
      'LATCHKEY_RATE_LIMITS',
      'LATCHKEY_METRICS_TOKEN',
      'OTEL_EXPORTER_OTLP_ENDPOINT',
    ]);
  });

  it.each(['https://licenses.example.com', 'http://192.168.1.2:8080', 'http://0.0.0.0:8080'])(
    'refuses a demo at %s, which other machines can reach',
    (url) => {
      const faults = faultsOf({ LATCHKEY_PUBLIC_URL: url });
      expect(faults).toHaveLength(1);
      expect(faults[0]).toMatch(/^LATCHKEY_PUBLIC_URL .* Set LATCHKEY_DEMO=off/);
      expect(faultsOf({ LATCHKEY_PUBLIC_URL: url, LATCHKEY_DEMO: 'off' })).toEqual([]);
    },
  );

  it.each(['https://localhost', 'http://127.0.0.1:9000', 'http://[::1]:8080'])(
    'accepts a demo at %s',
    (url) => {
      expect(loadConfig({ LATCHKEY_PUBLIC_URL: url }).demo).toBe(true);
    },
  );

  it('accepts IANA time zones and refuses others', () => {
    expect(loadConfig({}).timeZone.name).toBe('UTC');
    expect(loadConfig({ LATCHKEY_TIME_ZONE: 'Europe/Berlin' }).timeZone.name).toBe('Europe/Berlin');
    const [fault] = faultsOf({ LATCHKEY_TIME_ZONE: 'Mars/Phobos' });
    expect(fault).toContain('LATCHKEY_TIME_ZONE must be a time zone');
  });

  it('does not repeat a secret in a fault', () => {
    const [fault] = faultsOf({ LATCHKEY_METRICS_TOKEN: 'the secret' });
    expect(fault).toContain('LATCHKEY_METRICS_TOKEN');
    expect(fault).not.toContain('the secret');
  });

  it.each(['ftp://x', 'localhost:8080', 'http://user@host', 'http://host/?q', 'http://host/#f'])(
    'refuses %s as public URL',
    (url) => {
      expect(faultsOf({ LATCHKEY_PUBLIC_URL: url })).toHaveLength(1);
    },
  );

  it('reads the maximum age of keys in days, or off', () => {
    expect(loadConfig({ LATCHKEY_KEY_MAX_AGE: '30' }).keyMaxAge).toBe(30 * 86_400_000);
    expect(loadConfig({ LATCHKEY_KEY_MAX_AGE: 'off' }).keyMaxAge).toBeNull();
    for (const age of ['13', '3651', '1.5', 'never', '-30']) {
      expect(faultsOf({ LATCHKEY_KEY_MAX_AGE: age })).toHaveLength(1);
    }
  });

  it('reads the retention of the audit log in days, or off', () => {
    const retention = (days: string) =>
      loadConfig({ LATCHKEY_AUDIT_RETENTION: days }).auditRetention;
    expect(retention('1')).toBe(86_400_000);
    expect(retention('36500')).toBe(36_500 * 86_400_000);
    expect(retention('off')).toBeNull();
    for (const days of ['0', '36501', '1.5', '-1', 'never', '30d', '1e3']) {
      expect(faultsOf({ LATCHKEY_AUDIT_RETENTION: days })).toHaveLength(1);
    }
  });

  it('reads secret keys and never shows them', () => {
    const [old, key] = [newSecretKey(), newSecretKey()];
    const { secretKeys } = loadConfig({ LATCHKEY_SECRET_KEY: `${key}, ${old}` });
    expect(secretKeys?.map((one) => one.export().toString('base64url'))).toEqual([key, old]);
    const [fault] = faultsOf({ LATCHKEY_SECRET_KEY: `${key},too-short` });
    expect(fault).toContain('LATCHKEY_SECRET_KEY');
    expect(fault).toContain('openssl rand -base64 32');
    expect(fault).not.toContain(key);
    expect(fault).not.toContain('too-short');
  });

  it.each([
    'postgres://u:p@db.corp.example/latchkey?sslmode=verify-full',
    'postgresql:///latchkey',
  ])('accepts %s as the database', (url) => {
    const secret = { LATCHKEY_SECRET_KEY: newSecretKey() };
    const config = loadConfig({ LATCHKEY_DATABASE_URL: url, ...secret });
    expect(databaseOf(config)).toBe(url);
  });

  it('requires a secret key with PostgreSQL', () => {
    const [fault, ...others] = faultsOf({ LATCHKEY_DATABASE_URL: 'postgres://host/latchkey' });
    expect(others).toEqual([]);
    expect(fault).toContain('LATCHKEY_SECRET_KEY must be set');
    expect(fault).toContain('openssl rand -base64 32');
  });

  it('uses a file in the data directory without a database URL', () => {
    expect(databaseOf(loadConfig({ LATCHKEY_DATA_DIR: '/srv' }))).toBe('/srv/latchkey.db');
  });

  it.each(['postgres://u:canary@host', 'http://u:canary@host/x', 'host=db password=canary'])(
    'refuses %s as the database, and does not repeat its password',
    (url) => {
      const secret = { LATCHKEY_SECRET_KEY: newSecretKey() };
      const faults = faultsOf({ LATCHKEY_DATABASE_URL: url, ...secret });
      expect(faults).toHaveLength(1);
      expect(faults[0]).not.toContain('canary');
    },
  );

  it('reads hosts of private providers', () => {
    const { privateProviders } = loadConfig({
      LATCHKEY_PRIVATE_PROVIDERS: 'IdP.corp.example, 10.0.0.7:8443',
    });
    expect(privateProviders).toEqual(['idp.corp.example', '10.0.0.7:8443']);
  });

  it('reads addresses and networks of trusted proxies', () => {
    const { trustedProxies } = loadConfig({
      LATCHKEY_TRUSTED_PROXIES: '127.0.0.1, ::1, ::ffff:10.0.0.1, 10.0.0.0/8, 2001:db8::/32',
    });
    expect(trustedProxies).toEqual([
      ...['127.0.0.1/32', '::1/128', '10.0.0.1/32', '10.0.0.0/8', '2001:db8::/32'],
    ]);
  });

  it.each([
    ...['localhost', '10.0.0', '010.0.0.1', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', '::1%lo'],
    ...['10.0.0.1,', '0.0.0.0/0', '::/0', '10.0.0.0/1e1', '*'],
  ])('refuses %s as a trusted proxy', (proxies) => {
    expect(faultsOf({ LATCHKEY_TRUSTED_PROXIES: proxies })).toHaveLength(1);
  });
});
