import { describe, expect, it } from '@jest/globals';
import { borrowEnd, borrowFault } from '../../src/rules/borrow.ts';
import { licenseOf } from '../support/licenses.ts';

const now = new Date('2027-02-27T12:00:00.000Z');
const license = licenseOf({ max_borrow_time: 24 * 10 });

/** The end of the borrow, or why it is refused. */
const end = (text: string | null) =>
  borrowFault(license, text, now) ?? borrowEnd(license, text, now).toISOString();

describe('the end of a borrow', () => {
  it('is as late as the license allows when none is named', () => {
    expect(end(null)).toBe('2027-03-09T12:00:00.000Z');
  });

  it.each([
    ['2027-03-01', '2027-03-01T00:00:00.000Z'],
    ['2027-03-01 18:00', '2027-03-01T18:00:00.000Z'],
    ['2027-03-01T18:00:05.5+00:00', '2027-03-01T18:00:05.500Z'],
  ])('is read from %s', (text, expected) => {
    expect(end(text)).toBe(expected);
  });

  it('is after now, and not after the latest, to the millisecond', () => {
    expect(end('2027-02-27T12:00:00.000Z')).toBe('2027-02-27T12:00:00.000Z has passed.');
    expect(end('2027-02-27T12:00:00.001Z')).toBe('2027-02-27T12:00:00.001Z');
    expect(end('2027-03-09T12:00:00.000Z')).toBe('2027-03-09T12:00:00.000Z');
    expect(end('2027-03-09T12:00:00.001Z')).toBe(
      '2027-03-09T12:00:00.001Z is after 2027-03-09T12:00:00.000Z: a slot can be borrowed for 240 hours.',
    );
  });

  it.each([
    '2027-02-29',
    '2027-02-31T12:00:00Z',
    '2027-03-00',
    '2027-02-28T24:00:00Z',
    '2027-02-28T12:60:00Z',
    '2027-02-28T12:00:60Z',
    '2027-03-01T18:00:00+02:00',
    'tomorrow',
    '',
  ])('is not read from %j', (text) => {
    expect(end(text)).toBe(`${text} is no time in UTC such as 2027-03-01T18:00:00Z.`);
  });
});
