import type { Setting } from './settings.ts';

/** Variables whose values are never shown. */
const SECRETS: readonly string[] = [
  'LATCHKEY_DATABASE_URL',
  'LATCHKEY_METRICS_TOKEN',
  'LATCHKEY_SECRET_KEY',
];

/** OpenTelemetry's variables that name a collector for traces. */
export const collectors = [
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
] as const;

/**
 * Reads an environment variable.
 * @param fallback the value when the variable is unset or empty, or cannot be read
 * @param parse returns undefined when the text cannot be read: then there is a fault
 * @param must what the variable must be, for the fault
 */
export type ReadSetting = <T>(
  name: Setting | 'PORT' | (typeof collectors)[number],
  fallback: T,
  parse: (text: string) => T | undefined,
  must: string,
) => T;

/** @param faults gets a sentence for each variable that cannot be read, with its name */
export function settingReader(
  env: Readonly<Record<string, string | undefined>>,
  faults: string[],
): ReadSetting {
  return (name, fallback, parse, must) => {
    const text = env[name];
    if (text === undefined || text === '') return fallback;
    const value = parse(text);
    const shown = SECRETS.includes(name) ? 'something else' : JSON.stringify(text);
    if (value === undefined) faults.push(`${name} must be ${must}; it is ${shown}`);
    return value === undefined ? fallback : value;
  };
}

/** Reads the value of a setting that is on or off. */
export function parseSwitch(text: string): boolean | undefined {
  if (['on', 'true', '1'].includes(text)) return true;
  return ['off', 'false', '0'].includes(text) ? false : undefined;
}
