import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { settings, unknownSettings } from '../../src/config/settings.ts';
import { faultsOf } from '../support/config-faults.ts';
import { latchkeyProcess } from '../support/latchkey.ts';

describe('an unknown LATCHKEY_ variable', () => {
  it.each([
    ['LATCHKEY_TRUSTED_PROXY', 'LATCHKEY_TRUSTED_PROXIES'],
    ['LATCHKEY_DATABASEURL', 'LATCHKEY_DATABASE_URL'],
    ['LATCHKEY_PUBLICURL', 'LATCHKEY_PUBLIC_URL'],
    ['LATCHKEY_SECRETKEY', 'LATCHKEY_SECRET_KEY'],
    ['LATCHKEY_METRIC_TOKEN', 'LATCHKEY_METRICS_TOKEN'],
    ['LATCHKEY_PORT', 'PORT'],
  ])('%s is a fault that suggests %s', (name, meant) => {
    expect(faultsOf({ [name]: 'something' })).toEqual([
      `${name} is not a setting of Latchkey; did you mean ${meant}?`,
    ]);
  });

  it('is a fault without a suggestion when no setting is similar, and no fault when it is empty', () => {
    expect(faultsOf({ LATCHKEY_COMPLETELY_DIFFERENT_THING: 'x' })).toEqual([
      'LATCHKEY_COMPLETELY_DIFFERENT_THING is not a setting of Latchkey; see the page "Configuration"',
    ]);
    expect(faultsOf({ LATCHKEY_TRUSTED_PROXY: '' })).toEqual([]);
  });

  it('is reported together with all other faults, without its value', () => {
    const faults = faultsOf({ LATCHKEY_SECRETKEY: 'a-secret', LATCHKEY_DEMO: 'perhaps' });
    expect(faults).toHaveLength(2);
    expect(faults.join()).not.toContain('a-secret');
  });

  it('is no fault when Kubernetes sets it', () => {
    const env = {
      LATCHKEY_SERVICE_HOST: '10.0.0.1',
      LATCHKEY_SERVICE_PORT: '8080',
      LATCHKEY_SERVICE_PORT_HTTP: '8080',
      LATCHKEY_PORT: 'tcp://10.0.0.1:8080',
      LATCHKEY_PORT_8080_TCP: 'tcp://10.0.0.1:8080',
      LATCHKEY_PORT_8080_TCP_ADDR: '10.0.0.1',
      LATCHKEY_POSTGRES_SERVICE_HOST: '10.0.0.2',
      LATCHKEY_POSTGRES_PORT: 'tcp://10.0.0.2:5432',
    };
    expect(unknownSettings(env)).toEqual([]);
  });

  it.each([['migrate'], ['doctor'], ['product', 'list'], ['start']])(
    'stops latchkey %s',
    async (...command) => {
      const env = { LATCHKEY_TRUSTED_PROXY: '10.0.0.1', LATCHKEY_ADMIN_TOKEN: 'x' };
      const { code, stdout, stderr } = await latchkeyProcess(command, env);
      expect(code).toBe(1);
      expect(stdout + stderr).toContain('did you mean LATCHKEY_TRUSTED_PROXIES?');
    },
  );
});

describe('the page Configuration', () => {
  it('describes all settings', () => {
    const page = readFileSync('docs/pages/configuration.md', 'utf8');
    for (const name of settings) expect(page).toContain(`\`${name}\``);
  });
});
