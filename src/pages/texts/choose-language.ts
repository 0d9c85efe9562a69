import { DEFAULT_LANGUAGE, type Language, languages } from './languages.ts';

/** Characters of a list of languages that are read; a browser sends far fewer. */
const LONGEST = 1_000;

/**
 * The language that somebody reads best of those the pages speak.
 * @param uiLocales tags separated by blanks, the best first (OpenID Connect Core, section 3.1.2.1); it comes first
 * @param acceptLanguage ranges with weights (RFC 9110, section 12.5.4)
 */
export function chooseLanguage(uiLocales: string | undefined, acceptLanguage: string): Language {
  const asked = (uiLocales ?? '').slice(0, LONGEST).split(' ');
  return lookUp(asked) ?? lookUp(rangesOf(acceptLanguage.slice(0, LONGEST))) ?? DEFAULT_LANGUAGE;
}

/** The ranges of `Accept-Language`, the most wanted first; those of one weight stay in order. */
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

/** The first that is spoken here, whatever script or region it names (RFC 4647, section 3.4). */
function lookUp(ranges: readonly string[]): Language | undefined {
  for (const range of ranges) {
    const [primary] = range.toLowerCase().split('-');
    const found = languages.find((language) => language === primary);
    if (found !== undefined) return found;
  }
  return undefined;
}
