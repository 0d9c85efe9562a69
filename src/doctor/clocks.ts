import { CLOCK_TOLERANCE } from '../connections/clock-check.ts';
import { fault, type Finding, ok, warning } from './finding.ts';

/** Milliseconds that are ignored: `Date` headers have a precision of a second, and responses take time. */
const PRECISION = 5_000;

const CURE = 'Synchronize both clocks with NTP. On Linux: timedatectl set-ntp true';

/**
 * Compares this machine's clock with another.
 * @param whose the owner of the other clock, for example `the database`
 */
export function compareClocks(whose: string, theirs: Date, ours: Date): Finding {
  const difference = ours.getTime() - theirs.getTime();
  const size = Math.abs(difference);
  if (size <= PRECISION) return ok('clock', `The clock agrees with that of ${whose}.`);
  const message = `The clock is ${Math.round(size / 1_000)} s ${difference > 0 ? 'ahead of' : 'behind'} that of ${whose}.`;
  return (size <= CLOCK_TOLERANCE ? warning : fault)('clock', message, CURE);
}
