import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { ja } from './ja.ts';
import type { Texts } from './texts.ts';

/** The languages of the pages, as BCP 47 tags. */
export type Language = 'en' | 'de' | 'fr' | 'es' | 'ja';

export const DEFAULT_LANGUAGE: Language = 'en';

/** The texts of the pages in each language. */
export const texts: Readonly<Record<Language, Texts>> = { en, de, fr, es, ja };

export const languages = Object.keys(texts) as readonly Language[];
