import { describe, expect, it } from '@jest/globals';
import { chooseLanguage } from '../../src/pages/texts/choose-language.ts';

describe('the language of a page', () => {
  it.each([
    ['', 'en'],
    ['de', 'de'],
    ['DE-at', 'de'],
    ['zh-Hant-TW, fr-CH;q=0.5', 'fr'],
    ['en-US,de', 'en'],
    ['de;q=0.1, ja;q=0.9, fr;q=0.5', 'ja'],
    ['de;q=0, es;q=0.001', 'es'],
    ['de ; q=0.1 , es', 'es'],
    ['*', 'en'],
    ['pt, *;q=0.5', 'en'],
    ['de;q=x, es', 'es'],
    ['constructor, __proto__', 'en'],
    [',;,;q=,=-', 'en'],
  ])('for Accept-Language %j is %s', (header, language) => {
    expect(chooseLanguage(undefined, header)).toBe(language);
  });

  it.each([
    ['fr', 'fr'],
    ['fr-CA fr en', 'fr'],
    ['pt-BR es-MX', 'es'],
    ['pt', 'de'],
    ['', 'de'],
    ['  ', 'de'],
  ])('for ui_locales %j in a German browser is %s', (uiLocales, language) => {
    expect(chooseLanguage(uiLocales, 'de')).toBe(language);
  });

  it('is found in the first 1,000 characters of a list only', () => {
    const filler = 'pt,'.repeat(333);
    expect(chooseLanguage(undefined, `${filler.slice(3)}de`)).toBe('de');
    expect(chooseLanguage(undefined, `${filler},de`)).toBe('en');
    expect(chooseLanguage(`${filler.replaceAll(',', ' ')} fr`, '')).toBe('en');
  });
});
