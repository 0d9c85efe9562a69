import { en } from '../../src/pages/texts/en.ts';

/** Every text of the pages that a vendor may replace, by its key, in English. */
export function renderPageTexts(): string {
  const rows = Object.entries(en).map(([key, text]) => `| \`${key}\` | ${asText(text)} |`);
  return ['| Key | English text |', '| --- | --- |', ...rows].join('\n');
}

/** As text that means nothing to Markdown. */
function asText(text: string): string {
  return text.replaceAll(/[\\*_<>|`[\]]/g, '\\$&');
}
