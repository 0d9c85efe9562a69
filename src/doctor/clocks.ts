import { CLOCK_TOLERANCE } from '../connections/clock-check.ts';
import { fault, type Finding, ok, warning } from './finding.ts';

/** Milliseconds: `Date` headers have whole seconds, and take their time on the way. */
const UNNOTICED = 5_000;

const CURE = 'Let both set their clocks by NTP. On Linux: timedatectl set-ntp true';

/**
 * Compares this machine's clock with another.
 * @param whose as in `the database`
 */
export function compareClocks(whose: string, theirs: Date, ours: Date): Finding {
  const difference = ours.getTime() - theirs.getTime();
  const size = Math.abs(difference);
  if (size <= UNNOTICED) return ok('clock', `It agrees with that of ${whose}.`);
  const message = `It is ${Math.round(size / 1_000)} s ${difference > 0 ? 'ahead of' : 'behind'} that of ${whose}.`;
  return (size <= CLOCK_TOLERANCE ? warning : fault)('clock', message, CURE);
}
