import { failed, passed, type ProviderCheck } from './provider-check.ts';

/** Milliseconds that OpenID clients, and instances that share keys, get along with. */
export const CLOCK_TOLERANCE = 30_000;

/** Those of the platform, or of undici. */
export interface SomeHeaders {
  get(name: string): string | null;
}

/**
 * Whether the provider's clock agrees with ours: an id token that comes from the future, or is too old on arrival, is
 * refused. An answer out of a cache says how long it was there (RFC 9111, section 5.1).
 */
export function checkClock(headers: SomeHeaders, host: string, now: Date): ProviderCheck {
  const age = Number(headers.get('age') ?? 0) * 1_000;
  const difference = now.getTime() - Date.parse(headers.get('date') ?? '') - age;
  if (Number.isNaN(difference)) return passed('clock', `${host} does not say what time it is.`);
  const seconds = Math.round(Math.abs(difference) / 1_000);
  const direction = difference > 0 ? 'ahead of' : 'behind';
  const message = `Our clock is ${seconds} s ${direction} that of ${host}.`;
  return Math.abs(difference) <= CLOCK_TOLERANCE
    ? passed('clock', message)
    : failed('clock', message, {
        cure: 'Let NTP set the clock of this server, or of the provider.',
        acts: 'vendor',
      });
}
