import type { Language } from './languages.ts';
import type { Texts, TextKey, Value } from './texts.ts';

/** Writes the texts of one language. */
export interface Writer {
  /** Plain text, not escaped. */
  readonly text: (key: TextKey, values?: Values) => string;
  /** HTML: text and values are escaped, and each value is in an element. */
  readonly html: (key: TextKey, values?: Values, element?: 'strong' | 'code') => string;
}

type Values = Readonly<Record<string, Value>>;

/** The writer throws Error when a text needs a value that is missing. */
export function createWriter(language: Language, texts: Texts): Writer {
  return {
    text: (key, values = {}) => fill(texts[key], (name) => valueOf(key, values, name)),
    html: (key, values = {}, element = 'strong') =>
      fill(escape(texts[key]), (name) => {
        return `<${element}>${escape(valueOf(key, values, name))}</${element}>`;
      }),
  };

  function valueOf(key: TextKey, values: Values, name: string): string {
    const value = values[name];
    if (value === undefined) throw new Error(`the text ${key} needs a value for {${name}}`);
    if (typeof value === 'string') return value;
    if (typeof value === 'number') return new Intl.NumberFormat(language).format(value);
    return duration(value.seconds);
  }

  /** Formats up to two minutes in seconds, longer durations in minutes. */
  function duration(seconds: number): string {
    const [count, unit] = seconds < 120 ? [seconds, 'second'] : [Math.ceil(seconds / 60), 'minute'];
    const options = { style: 'unit', unit, unitDisplay: 'long' } as const;
    return new Intl.NumberFormat(language, options).format(count);
  }
}

function fill(text: string, valueOf: (name: string) => string): string {
  return text.replace(/\{(\w+)\}/g, (_whole, name: string) => valueOf(name));
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** HTML of a heading: escaped, and a word with a hyphen is not broken there if it fits into a line. */
export function writeHeading(text: string): string {
  return escape(text).replace(/\S+/g, (word) =>
    word.includes('-') ? `<span class="word">${word}</span>` : word,
  );
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
