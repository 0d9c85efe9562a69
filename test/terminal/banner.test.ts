import { describe, expect, it } from '@jest/globals';
import { banner } from '../../src/terminal/banner.ts';
import { loadConfig } from '../../src/config/config.ts';
import { version } from '../../src/config/release.ts';
import { type Line, Styled } from '../../src/terminal/styled.ts';

/** What a line says, without its styles. */
function textOf(line: Line): string {
  const parts: readonly (string | Styled)[] =
    typeof line === 'string' || line instanceof Styled ? [line] : line;
  return parts.map((part) => (part instanceof Styled ? String(part.value) : part)).join('');
}

describe('the location of the data on a terminal', () => {
  const said = (LATCHKEY_DATABASE_URL?: string) => {
    const secrets = { LATCHKEY_SECRET_KEY: Buffer.alloc(32, 1).toString('base64') };
    const env = { LATCHKEY_DEMO: 'off', LATCHKEY_DATA_DIR: '/var/lib/latchkey' };
    const config = loadConfig(
      LATCHKEY_DATABASE_URL === undefined ? env : { ...env, ...secrets, LATCHKEY_DATABASE_URL },
    );
    return /Data +(.+)/.exec(banner(config, undefined).map(textOf).join('\n'))?.[1];
  };

  it('is the folder of SQLite', () => {
    expect(said()).toBe('/var/lib/latchkey');
  });

  it.each([
    [
      'postgres://me:secret@db.example.com:5433/licenses?sslmode=require',
      'db.example.com:5433/licenses',
    ],
    ['postgres://me:secret@db.example.com/licenses', 'db.example.com/licenses'],
  ])('is the PostgreSQL server of %s, without credentials', (url, where) => {
    expect(said(url)).toBe(`PostgreSQL at ${where}`);
  });

  it('is PostgreSQL when the server is reached by a socket', () => {
    expect(said('postgres:///licenses?host=/run/postgresql')).toBe(
      'PostgreSQL at /run/postgresql/licenses',
    );
  });
});

describe('the banner', () => {
  it('shows all addresses and what to try', () => {
    const config = loadConfig({ LATCHKEY_DATA_DIR: '/srv/data' });
    const demo = {} as NonNullable<Parameters<typeof banner>[1]>;
    expect(banner(config, demo).map(textOf).join('\n')).toBe(`
  Latchkey ${version}  is ready, with demo data

  License API   http://localhost:8080/api/v4
  Docs          http://localhost:8080/docs/
  Contract      http://localhost:8080/openapi.yaml
  Data          /srv/data
  Demo values   /srv/data/demo.json

  Try a whole sign-in and activation:  npx latchkey try --as alice@acme.test
`);
  });
});
