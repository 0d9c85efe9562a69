import { en } from '../../src/pages/texts/en.ts';

/** A table of all texts of the pages, by key. Vendors can replace them. */
export function renderPageTexts(): string {
  const rows = Object.entries(en).map(([key, text]) => `| \`${key}\` | ${asText(text)} |`);
  return ['| Key | English text |', '| --- | --- |', ...rows].join('\n');
}

/** Escapes a text for Markdown. */
function asText(text: string): string {
  return text.replaceAll(/[\\*_<>|`[\]]/g, '\\$&');
}
