import { en } from '../../src/pages/texts/en.ts';
import { escapeHtml } from './html.ts';

/** Every text of the pages that a vendor may replace, by its key, in English. */
export function renderPageTexts(): string {
  const rows = Object.entries(en).map(
    ([key, text]) => `<tr><td><code>${key}</code></td><td>${escapeHtml(text)}</td></tr>`,
  );
  return `<table>\n<thead><tr><th>Key</th><th>English text</th></tr></thead>\n<tbody>\n${rows.join('\n')}\n</tbody>\n</table>`;
}
