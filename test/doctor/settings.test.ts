import { describe, expect, it } from '@jest/globals';
import { checkSettings } from '../../src/doctor/settings.ts';

const findings = (env: Record<string, string>) => [...checkSettings(env)];

describe('checkSettings', () => {
  it('is ok with the defaults', () => {
    expect(findings({})).toEqual([
      { check: 'settings', level: 'ok', message: expect.stringContaining('demo'), cure: null },
    ]);
  });

  it('has a finding for each fault and returns no configuration', () => {
    const generator = checkSettings({ PORT: '0', LATCHKEY_LOG_LEVEL: 'loud' });
    expect(generator.next().value).toMatchObject({
      level: 'fault',
      message: expect.stringContaining('PORT must be'),
    });
    expect(generator.next().value).toMatchObject({
      message: expect.stringContaining('LATCHKEY_LOG_LEVEL must be'),
    });
    expect(generator.next()).toEqual({ done: true, value: undefined });
  });

  const production = { NODE_ENV: 'production', LATCHKEY_TRUSTED_PROXIES: '10.0.0.1' };
  it.each([
    ['nothing', { ...production, LATCHKEY_PUBLIC_URL: 'https://a.test' }, undefined],
    ['plain http', { ...production, LATCHKEY_PUBLIC_URL: 'http://a.test' }, 'without https'],
    ['an address of its own machine', production, 'which other machines cannot reach'],
    [
      'a proxy that is not in the settings',
      { NODE_ENV: 'production', LATCHKEY_PUBLIC_URL: 'https://a.test' },
      'LATCHKEY_TRUSTED_PROXIES is not set',
    ],
  ])('warns about %s', (_, env, said) => {
    const warnings = findings(env).filter(({ level }) => level === 'warning');
    expect(warnings.map(({ message }) => message)).toEqual(
      said === undefined ? [] : [expect.stringContaining(said)],
    );
  });
});
