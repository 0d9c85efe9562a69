import { type Language, languages, texts } from '../texts/languages.ts';
import type { TextKey, Texts } from '../texts/texts.ts';

type AllTexts = Readonly<Record<Language, Texts>>;

/** The maximum length of a text in characters. Latchkey's own have fewer than 300. */
const LONGEST = 1_000;

/**
 * Replaces Latchkey's texts by the vendor's.
 * @param json an object with languages as keys and objects of texts as values
 * @returns all texts, and the faults; each fault contains its key
 */
export function withVendorTexts(json: string): { texts: AllTexts; faults: string[] } {
  const parsed = parse(json);
  if (parsed === undefined) {
    return {
      texts,
      faults: ['it is not a JSON object such as {"en": {"signIn.submit": "Go on"}}'],
    };
  }
  const faults: string[] = [];
  const all: Record<string, Texts> = { ...texts };
  for (const [language, own] of Object.entries(parsed)) {
    if (!isLanguage(language)) {
      faults.push(
        `${JSON.stringify(language)} is not one of the languages ${languages.join(', ')}`,
      );
    } else if (!isObject(own)) {
      faults.push(`${language} must be an object of texts`);
    } else {
      faults.push(...Object.entries(own).flatMap(([key, text]) => faultsOf(language, key, text)));
      all[language] = { ...texts[language], ...(own as Partial<Texts>) };
    }
  }
  return { texts: all as AllTexts, faults };
}

function faultsOf(language: Language, key: string, text: unknown): string[] {
  const name = `${language}: ${key}`;
  if (!Object.hasOwn(texts.en, key)) return [`${name} is not a text of the pages`];
  if (typeof text !== 'string' || text.trim() === '' || text.length > LONGEST) {
    return [`${name} must be a text of 1 to ${LONGEST} characters`];
  }
  const [expected, found] = [placeholders(texts.en[key as TextKey]), placeholders(text)];
  return [
    ...expected.filter((one) => !found.includes(one)).map((one) => `${name} lacks ${one}`),
    ...found
      .filter((one) => !expected.includes(one))
      .map((one) => `${name} contains ${one}, which has no value`),
  ];
}

function placeholders(text: string): string[] {
  return [...new Set(text.match(/\{\w+\}/g))];
}

function parse(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isLanguage(text: string): text is Language {
  return Object.hasOwn(texts, text);
}
