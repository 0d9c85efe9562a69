import { midnightOf } from '../rules/time-zone.ts';

/** The date formats that a file may use in addition to `yyyy-mm-dd`. */
export const dateFormats = [
  ...(['dd/mm/yyyy', 'mm/dd/yyyy', 'dd.mm.yyyy', 'dd-mm-yyyy', 'mm-dd-yyyy'] as const),
  'yyyy/mm/dd',
] as const;
export type DateFormat = (typeof dateFormats)[number];

/**
 * The dates that a text can stand for.
 * @param format the date format of the file, if it is known
 * @returns such as `2026-11-26`; none when the text is no date, and two when day and month can be swapped
 */
export function datesOf(text: string, format: DateFormat | undefined): string[] {
  if (midnightOf(text) !== undefined) return [text];
  const formats = format === undefined ? dateFormats : [format];
  const dates = formats.flatMap((one) => dateOf(text, one) ?? []);
  return [...new Set(dates)];
}

/** Days and months may have one digit. */
function dateOf(text: string, format: DateFormat): string | undefined {
  const separator = /[^dmy]/.exec(format)?.[0] ?? '/';
  const parts = text.split(separator);
  const names = format.split(separator);
  if (parts.length !== 3) return undefined;
  const part = (letter: string) => parts[names.findIndex((name) => name.startsWith(letter))] ?? '';
  const [year, month, day] = [part('y'), part('m'), part('d')];
  if (!/^\d{4}$/.test(year) || !/^\d{1,2}$/.test(month) || !/^\d{1,2}$/.test(day)) return undefined;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return midnightOf(date) === undefined ? undefined : date;
}
