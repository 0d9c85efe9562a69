import { type Config, ConfigError, loadConfig } from '../config/config.ts';
import { loadBranding } from '../pages/branding/branding.ts';
import { isLoopback } from '../config/loopback.ts';
import { fault, type Finding, ok, warning } from './finding.ts';

const CHECK = 'settings';

/** @returns the configuration; undefined where there is none, and nothing else can be looked at */
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
      yield fault(CHECK, `${one}.`, 'Set it anew: /docs/configuration.html has all settings.');
    }
    return undefined;
  }
  for (const note of notes) {
    yield warning(
      CHECK,
      note,
      'Set LATCHKEY_ACCENT_COLOR to that colour, or to another that can be read.',
    );
  }
  const { publicUrl, demo, trustedProxies } = config;
  const isLocal = isLoopback(new URL(publicUrl).hostname);
  if (!publicUrl.startsWith('https:') && !isLocal) {
    yield warning(
      CHECK,
      `LATCHKEY_PUBLIC_URL is ${publicUrl}: without https, whoever listens in can sign in.`,
      'Put a proxy that speaks https in front, and set LATCHKEY_PUBLIC_URL to its https address.',
    );
  } else if (publicUrl.startsWith('https:') && trustedProxies.length === 0) {
    yield warning(
      CHECK,
      'LATCHKEY_TRUSTED_PROXIES is not set: all clients seem to come from the proxy that ends https, and share the limits of its address.',
      'Set it to the address of the proxy, as this server sees it.',
    );
  }
  if (!demo && isLocal) {
    yield warning(
      CHECK,
      `LATCHKEY_PUBLIC_URL is ${publicUrl}, which leads nowhere from any other machine.`,
      'Set it to the address that applications and browsers use.',
    );
  }
  yield ok(CHECK, `They are complete${demo ? '; demo mode is on' : ''}.`);
  return config;
}
