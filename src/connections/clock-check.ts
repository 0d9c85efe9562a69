import { failed, passed, type ProviderCheck } from './provider-check.ts';

/** Milliseconds of difference that OpenID clients, and instances with shared keys, tolerate. */
export const CLOCK_TOLERANCE = 30_000;

/** The headers of Node's fetch or of undici's. */
export interface ReadableHeaders {
  get(name: string): string | null;
}

/**
 * Compares the provider's clock with ours: ID tokens from the future and expired ones are refused. A cached response
 * tells its age (RFC 9111, section 5.1).
 */
export function checkClock(headers: ReadableHeaders, host: string, now: Date): ProviderCheck {
  const age = Number(headers.get('age') ?? 0) * 1_000;
  const difference = now.getTime() - Date.parse(headers.get('date') ?? '') - age;
  if (Number.isNaN(difference)) return passed('clock', `${host} does not send a Date header.`);
  const seconds = Math.round(Math.abs(difference) / 1_000);
  const direction = difference > 0 ? 'ahead of' : 'behind';
  const message = `The clock of this server is ${seconds} s ${direction} that of ${host}.`;
  return Math.abs(difference) <= CLOCK_TOLERANCE
    ? passed('clock', message)
    : failed('clock', message, {
        cure: 'Synchronize the clock of this server, or of the provider, with NTP.',
        acts: 'vendor',
      });
}
