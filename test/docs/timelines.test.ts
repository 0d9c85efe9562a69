import { describe, expect, it } from '@jest/globals';
import { licenseTimelines } from '../../docs/build/timelines/license-timelines.ts';
import {
  renderTimeline,
  segmentsOf,
  type Timeline,
} from '../../docs/build/timelines/render-timeline.ts';

/** What a lane says, each with the day on which it begins. */
function drawn(name: string, lane: string): string[] {
  const timeline = licenseTimelines[name];
  const found = timeline?.lanes.find((one) => one.name.startsWith(lane));
  if (timeline === undefined || found === undefined) throw new Error(`No lane ${lane} of ${name}`);
  return segmentsOf(found, timeline).map(
    ({ from, text }) => `${from.toISOString().slice(0, 10)} ${text}`,
  );
}

describe('the timelines of the docs', () => {
  it('show when a license ends', () => {
    expect(drawn('time-limited license', 'activate_license')).toEqual([
      '2027-01-01 activated',
      '2027-03-02 license_expired',
    ]);
    expect(drawn('subscription with grace', 'check_license')).toEqual([
      '2027-01-01 valid',
      '2027-02-25 is_expired: true',
    ]);
  });

  it('show when a license begins', () => {
    expect(drawn('start of a license', 'activate_license')).toEqual([
      '2027-01-01 license_not_started',
      '2027-01-31 activated',
    ]);
    expect(drawn('days of validity', 'check_license')).toEqual([
      '2027-01-01 license_not_active',
      '2027-01-21 valid',
      '2027-02-20 is_expired: true',
    ]);
  });

  it('show when a trial ends', () => {
    expect(drawn('a trial', 'activate_license')).toEqual([
      '2027-01-01 activated',
      '2027-02-20 trial_expired',
    ]);
  });

  it('show when a counter begins again', () => {
    expect(drawn('a counter with resets', 'total')).toContain('2027-02-01 0 of 100');
  });

  it('have the same as a table', () => {
    for (const timeline of Object.values(licenseTimelines)) {
      const [, table = ''] = renderTimeline(timeline).split('<table>');
      for (const lane of timeline.lanes) {
        const rows = segmentsOf(lane, timeline);
        for (const { text } of rows) expect(table).toContain(`<td>${text}</td>`);
      }
    }
  });

  it('are not drawn when a text has no room', () => {
    const from = new Date(0);
    const timeline: Timeline = {
      caption: '',
      from,
      to: new Date(86_400_000),
      events: [],
      lanes: [{ name: '', respond: () => ({ text: 'long'.repeat(50), kind: 'yes' }) }],
    };
    expect(() => renderTimeline(timeline)).toThrow('no room');
  });
});
