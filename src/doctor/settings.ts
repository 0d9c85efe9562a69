import { type Config, ConfigError, loadConfig } from '../config/config.ts';
import { loadBranding } from '../pages/branding/branding.ts';
import { isLoopback } from '../config/loopback.ts';
import { fault, type Finding, ok, warning } from './finding.ts';

const CHECK = 'settings';

/** @returns the configuration; undefined when it is invalid, and no other check is possible */
export function* checkSettings(
  env: Record<string, string | undefined>,
): Generator<Finding, Config | undefined> {
  let config: Config;
  let notes: readonly string[];
  try {
    config = loadConfig(env);
    notes = loadBranding(config.branding).notes;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const one of error.faults) {
      yield fault(CHECK, `${one}.`, 'Correct it: /docs/configuration.html lists all settings.');
    }
    return undefined;
  }
  for (const note of notes) {
    yield warning(
      CHECK,
      note,
      'Set LATCHKEY_ACCENT_COLOR to that colour, or to another one with enough contrast.',
    );
  }
  const { publicUrl, demo, trustedProxies } = config;
  const isLocal = isLoopback(new URL(publicUrl).hostname);
  if (!publicUrl.startsWith('https:') && !isLocal) {
    yield warning(
      CHECK,
      `LATCHKEY_PUBLIC_URL is ${publicUrl}: without https, anybody on the network can read sign-ins.`,
      'Use a proxy with https, and set LATCHKEY_PUBLIC_URL to its https address.',
    );
  } else if (publicUrl.startsWith('https:') && trustedProxies.length === 0) {
    yield warning(
      CHECK,
      'LATCHKEY_TRUSTED_PROXIES is not set: all clients have the address of the proxy and share its rate limits.',
      'Set it to the address from which the proxy connects to this server.',
    );
  }
  if (!demo && isLocal) {
    yield warning(
      CHECK,
      `LATCHKEY_PUBLIC_URL is ${publicUrl}, which other machines cannot reach.`,
      'Set it to the address that applications and browsers use.',
    );
  }
  yield ok(CHECK, `The settings are valid${demo ? '; demo mode is on' : ''}.`);
  return config;
}
