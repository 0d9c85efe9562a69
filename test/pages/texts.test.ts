import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { languages, texts } from '../../src/pages/texts/languages.ts';
import { signInCauses } from '../../src/rules/sign-in-causes.ts';
import { createWriter } from '../../src/pages/texts/write.ts';

const keys = Object.keys(texts.en) as (keyof typeof texts.en)[];
const others = languages.filter((language) => language !== 'en');
const folder = new URL('../../src/', import.meta.url);
const templates = readdirSync(new URL('pages/', folder)).filter((name) => name.endsWith('.eta'));
const template = (name: string) => readFileSync(new URL(`pages/${name}`, folder), 'utf8');

describe.each(others)('the texts in %s', (language) => {
  it('have the same keys in the same order as the English ones', () => {
    expect(Object.keys(texts[language])).toEqual(keys);
  });

  it.each(keys)('%s is not empty and has the placeholders of the English one', (key) => {
    expect(texts[language][key].trim()).not.toBe('');
    expect(placeholders(texts[language][key])).toEqual(placeholders(texts.en[key]));
  });
});

describe('the typography', () => {
  const all = languages.flatMap((language) =>
    keys.map((key) => [language, key, texts[language][key]] as const),
  );

  it('has curly apostrophes, no doubled or outer blanks, and no straight quotes', () => {
    for (const [language, key, text] of all) {
      expect([language, key, /['"]|\s{2}|^\s|\s$/.test(text)]).toEqual([language, key, false]);
    }
  });

  it('has a no-break space before French : ; ? and !', () => {
    for (const key of keys) {
      expect([key, /(^|[^\u00a0\u202f])[:;?!»]|«[^\u00a0]/.test(texts.fr[key])]).toEqual([
        key,
        false,
      ]);
    }
  });

  it('opens Spanish questions and exclamations', () => {
    for (const key of keys) {
      const count = (mark: string) => texts.es[key].split(mark).length;
      expect([key, count('¿'), count('¡')]).toEqual([key, count('?'), count('!')]);
    }
  });

  it('has full-width marks in Japanese', () => {
    for (const key of keys) {
      expect([key, /[ぁ-んァ-ヶ一-龠）] ?[,.:;?!(]/.test(texts.ja[key])]).toEqual([key, false]);
    }
  });
});

describe.each(templates)('the template %s', (name) => {
  it('contains no texts itself', () => {
    const words = template(name)
      .replaceAll(/<%.*?%>/gs, '')
      .replaceAll(/<(code|title)>.*?<\/\1>/gs, '')
      .replaceAll(/<!doctype html>|<[^>]*>/g, '')
      .trim();
    // The name of the program is the same in all languages.
    expect(words.replace('Latchkey', '').trim()).toBe('');
    expect(template(name)).not.toMatch(/\s(alt|title|placeholder|aria-label)="(?!<%)[^"]+"/);
  });
});

it('the templates use each of the texts', () => {
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|eta)$/.test(name) && !name.includes('texts/'))
    .map((name) => readFileSync(new URL(name, folder), 'utf8'))
    .join('\n');
  const unused = keys.filter((key) => {
    const cause = /^refused\.(\w+)\.(reason|next)$/.exec(key)?.[1];
    if (cause !== undefined && Object.hasOwn(signInCauses, cause)) return false;
    return !sources.includes(cause === undefined ? `'${key}'` : `'${cause}'`);
  });
  expect(unused).toEqual([]);
});

describe('a text', () => {
  const { text, html } = createWriter('de', texts.de);

  it('has numbers and times in the format of its language', () => {
    expect(text('demo.licensed', { devices: 12_000 })).toBe('Lizenz für 12.000 Geräte');
    expect(text('signIn.tooMany', { time: { seconds: 1 } })).toContain('in 1 Sekunde erneut');
    expect(text('signIn.tooMany', { time: { seconds: 119 } })).toContain('in 119 Sekunden erneut');
    expect(text('signIn.tooMany', { time: { seconds: 121 } })).toContain('in 3 Minuten erneut');
  });

  it('is escaped as HTML, with its values', () => {
    expect(html('signOut.of', { account: '<b>"A"</b> & {email} $&' })).toBe(
      'Sie sind in diesem Browser bei <strong>&lt;b&gt;&quot;A&quot;&lt;/b&gt; &amp; {email} $&amp;</strong> angemeldet.',
    );
  });

  it('throws when one of its values is missing', () => {
    expect(() => text('signIn.title')).toThrow('the text signIn.title needs a value for {account}');
  });
});

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).sort();
}
