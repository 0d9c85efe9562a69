import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { loadConfig } from '../../src/config/config.ts';
import { settings } from '../../src/config/settings.ts';

interface Service {
  image?: string;
  build?: string;
  restart: string;
  depends_on?: Record<string, { condition: string }>;
  environment: Record<string, string>;
  ports?: string[];
  volumes: string[];
  healthcheck?: { test: string[] };
}

const text = readFileSync('compose.yaml', 'utf8');
const { services, volumes } = parse(text) as {
  services: Record<'latchkey' | 'postgres', Service>;
  volumes: Record<string, null>;
};
const example = readFileSync('.env.example', 'utf8');
const named = [...example.matchAll(/^(\w+)=/gm)].map(([, name = '']) => name);

/** `${NAME:?…}` and `${NAME:-default}`, with the values given. */
function interpolate(value: string, values: Record<string, string>): string {
  return value.replaceAll(
    /\$\{(\w+):([?-])([^}]*)\}/g,
    (_, name: string, kind: string, rest: string) => {
      const given = values[name];
      if (given !== undefined) return given;
      if (kind === '?') throw new Error(`${name} ${rest}`);
      return rest;
    },
  );
}

describe('compose.yaml', () => {
  const { latchkey, postgres } = services;

  it('requires every secret, and .env.example lists them all', () => {
    const required = [...text.matchAll(/\$\{(\w+):\?/g)].map(([, name = '']) => name);
    expect(required).toContain('POSTGRES_PASSWORD');
    expect(required).toContain('LATCHKEY_SECRET_KEY');
    expect(named).toEqual(expect.arrayContaining(required));
    for (const name of named) expect(text).toContain(`\${${name}:`);
  });

  it('sets valid settings of the server', () => {
    const values = {
      LATCHKEY_PUBLIC_URL: 'https://licenses.example.com',
      LATCHKEY_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
      POSTGRES_PASSWORD: 'a1b2c3',
    };
    const env = Object.entries(latchkey.environment).map(([name, value]) => [
      name,
      interpolate(value, values),
    ]);
    const config = loadConfig({
      NODE_ENV: 'production',
      ...(Object.fromEntries(env) as Record<string, string>),
    });
    expect(config).toMatchObject({ demo: false, publicUrl: 'https://licenses.example.com' });
  });

  it('passes on every setting except those that the image or this file sets', () => {
    const decided = ['LATCHKEY_DATA_DIR', 'LATCHKEY_DEMO', 'LATCHKEY_HOST'];
    const passed = Object.keys(latchkey.environment).filter((name) => name.startsWith('LATCHKEY_'));
    expect([...passed, ...decided].sort()).toEqual([...settings].sort());
  });

  it('starts the server after the database, and restarts both after a crash', () => {
    expect(latchkey.depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
    expect(postgres.healthcheck?.test).toEqual(expect.arrayContaining(['CMD', 'pg_isready']));
    for (const { restart } of [latchkey, postgres]) expect(restart).toBe('unless-stopped');
  });

  it('uses the same database, user and password for both', () => {
    const values = {
      LATCHKEY_PUBLIC_URL: '',
      LATCHKEY_SECRET_KEY: '',
      POSTGRES_PASSWORD: 'a1b2c3',
    };
    const url = new URL(interpolate(latchkey.environment['LATCHKEY_DATABASE_URL'] ?? '', values));
    expect(url.hostname).toBe('postgres');
    expect(url.username).toBe(postgres.environment['POSTGRES_USER']);
    expect(url.pathname).toBe(`/${postgres.environment['POSTGRES_DB'] ?? ''}`);
    const password = interpolate(postgres.environment['POSTGRES_PASSWORD'] ?? '', values);
    expect(url.password).toBe(password);
  });

  it('can only be reached by the proxy on this machine', () => {
    expect(latchkey.ports).toEqual(['127.0.0.1:8080:8080']);
    expect(postgres.ports).toBeUndefined();
  });

  it('stores the data of both in volumes', () => {
    const [, dataDir] = /^VOLUME (.+)$/m.exec(readFileSync('Dockerfile', 'utf8')) ?? [];
    expect(latchkey.volumes).toEqual([`data:${dataDir ?? ''}`]);
    expect(postgres.volumes).toEqual(['postgres:/var/lib/postgresql']);
    expect(Object.keys(volumes)).toEqual(['data', 'postgres']);
  });
});
