import { parse } from 'yaml';
import { type Contract, referenceAnchor } from './contract.ts';
import { textOf } from './html.ts';

/** A search result: its URL, the page, the heading, and the text below it. */
export type SearchEntry = readonly [url: string, page: string, heading: string, text: string];

/** The sections of a page, split at its headings of the second and third level. */
export function sectionsOf(name: string, title: string, lead: string, body: string): SearchEntry[] {
  const [before = '', ...sections] = body.split(/(?=<h[2-4] id=")/);
  return [
    [`${name}.html`, title, '', plain(`${lead} ${before}`)],
    ...sections.map((html): SearchEntry => {
      const [, id = '', heading = ''] =
        /^<h\d id="([^"]*)">(.*?) <a class="anchor"/.exec(html) ?? [];
      const text = html.replace(/^<h\d.*?<\/h\d>/, '');
      return [`${name}.html#${id}`, title, plain(heading), plain(text)];
    }),
  ];
}

interface Described {
  paths: Record<string, Record<string, { summary?: string; description?: string }>>;
}

/** The operations of the contract as search results in the reference. */
export function operationEntries(contract: Contract, source: string): SearchEntry[] {
  const { paths } = parse(source) as Described;
  return contract.operations.map((operation): SearchEntry => {
    const { method, path, id } = operation;
    const { summary = id, description = '' } = paths[path]?.[method.toLowerCase()] ?? {};
    const url = `reference.html${referenceAnchor(operation)}`;
    return [url, 'API reference', summary, plain(`${method} ${path} ${id} ${description}`)];
  });
}

/** The text of HTML. Diagrams are left out, as their steps are also a list. */
function plain(html: string): string {
  return textOf(
    html
      .replaceAll(/<svg.*?<\/svg>/gs, '')
      .replaceAll(/<(?:\/?(?:p|li|td|th|tr|h\d|pre|div|dd|dt)|br)\b/g, ' <'),
  )
    .replaceAll(/\s+/g, ' ')
    .trim();
}
