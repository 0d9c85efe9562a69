import { DEFAULT_LANGUAGE, type Language, languages } from './languages.ts';

/** The maximum number of characters of a list of languages that are read. */
const LONGEST = 1_000;

/**
 * Chooses the language of a page.
 * @param uiLocales tags separated by spaces, the preferred one first (OpenID Connect Core, section 3.1.2.1); takes
 *   precedence over `acceptLanguage`
 * @param acceptLanguage the value of `Accept-Language` (RFC 9110, section 12.5.4)
 */
export function chooseLanguage(uiLocales: string | undefined, acceptLanguage: string): Language {
  const requested = (uiLocales ?? '').slice(0, LONGEST).split(' ');
  return (
    lookUp(requested) ?? lookUp(rangesOf(acceptLanguage.slice(0, LONGEST))) ?? DEFAULT_LANGUAGE
  );
}

/** @returns the ranges of `Accept-Language` by descending weight; equal weights keep their order */
function rangesOf(header: string): string[] {
  return header
    .split(',')
    .map((part) => {
      const [range = '', ...parameters] = part.split(';').map((one) => one.trim());
      const weight = parameters.find((one) => one.startsWith('q='))?.slice(2);
      return { range, weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ range }) => range);
}

/** @returns the first supported language; scripts and regions are ignored (RFC 4647, section 3.4) */
function lookUp(ranges: readonly string[]): Language | undefined {
  for (const range of ranges) {
    const [primary] = range.toLowerCase().split('-');
    const found = languages.find((language) => language === primary);
    if (found !== undefined) return found;
  }
  return undefined;
}
