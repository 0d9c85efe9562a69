import { describe, expect, it } from '@jest/globals';
import { timeZone } from '../../src/rules/time-zone.ts';

describe('the end of a day in a time zone', () => {
  it.each([
    ['UTC', '2026-11-26', '2026-11-26T23:59:59.999Z'],
    ['Europe/Berlin', '2026-11-26', '2026-11-26T22:59:59.999Z'],
    ['America/New_York', '2026-11-26', '2026-11-27T04:59:59.999Z'],
    ['Pacific/Kiritimati', '2026-11-26', '2026-11-26T09:59:59.999Z'],
    ['Pacific/Pago_Pago', '2026-11-26', '2026-11-27T10:59:59.999Z'],
    // The clocks are changed on these days, in Santiago and Beirut at midnight itself.
    ['Europe/Berlin', '2026-03-29', '2026-03-29T21:59:59.999Z'],
    ['Europe/Berlin', '2026-10-25', '2026-10-25T22:59:59.999Z'],
    ['America/Santiago', '2026-09-05', '2026-09-06T03:59:59.999Z'],
    ['America/Santiago', '2026-04-04', '2026-04-05T03:59:59.999Z'],
    ['Asia/Beirut', '2026-03-28', '2026-03-28T21:59:59.999Z'],
  ])('is correct in %s: %s', (name, date, end) => {
    const zone = timeZone(name);
    // The second time it is remembered.
    for (let time = 0; time < 2; time += 1) expect(zone?.endOf(date)?.toISOString()).toBe(end);
  });

  it.each(['2026-02-29', '2026-13-01', '2026-1-1', '2026-11-26T00:00:00Z', '', '0000-00-00'])(
    'is undefined for %j, which is not a day',
    (date) => {
      expect(timeZone('Europe/Berlin')?.endOf(date)).toBeUndefined();
    },
  );

  it.each(['Mars/Phobos', 'Europe', '', 'UTC+25'])(
    'does not exist in %j, which is not a time zone',
    (name) => {
      expect(timeZone(name)).toBeUndefined();
    },
  );
});
