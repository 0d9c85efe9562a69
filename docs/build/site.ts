import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Eta } from 'eta';
import { hashOf } from '../../src/web/static/static-file.ts';
import { readProgram, renderFamilyPages } from './commands.ts';
import { readContract } from './contract.ts';
import { renderDiagram } from './diagrams.ts';
import { checkErrorPage, renderErrorFacts } from './errors.ts';
import { fillIn } from './generated.ts';
import { escapeHtml, textOf } from './html.ts';
import { findDeadLinks, findDoubleIds } from './links.ts';
import { renderMarkdown, type WrittenPage } from './markdown.ts';
import { type Entry, navigation, neighbours } from './navigation.ts';
import { contractFile, docsFolder, picturesFolder } from './paths.ts';
import { renderReference, SCRIPT_URL, withInlineHashes } from './reference.ts';
import { operationEntries, sectionsOf } from './search.ts';

export interface Site {
  /** Contents by name. */
  readonly files: Map<string, string | Buffer>;
  readonly warnings: readonly string[];
}

/** Above this length, a table of contents leaves out the third level. */
const MAX_CONTENTS = 20;
const MIN_CONTENTS = 4;

/**
 * Creates all files of the site.
 * @throws Error with all dead links, and all error codes that are missing or not in the contract
 */
export async function buildSite(): Promise<Site> {
  const contract = readContract();
  const files = new Map<string, string | Buffer>();
  const warnings = new Set<string>();
  const problems: string[] = [];

  for (const name of ['style.css', 'site.js', 'mark.svg']) {
    files.set(name, readFileSync(join(docsFolder, name), 'utf8'));
  }
  for (const name of existsSync(picturesFolder) ? readdirSync(picturesFolder) : []) {
    files.set(`pictures/${name}`, readFileSync(join(picturesFolder, name)));
  }

  const renderImage = (href: string, text: string): string => {
    if (href.endsWith('.mmd')) return renderDiagram(href, text);
    const caption = escapeHtml(text);
    if (!files.has(href)) {
      warnings.add(`docs/${href} does not exist; the page shows only its caption`);
      return `<figure class="picture"><figcaption>Picture: ${caption}</figcaption></figure>`;
    }
    return `<figure class="picture"><img src="${href}" alt="${caption}" loading="lazy"></figure>`;
  };

  const render = (name: string, source: string): WrittenPage => {
    const isErrors = name === 'errors';
    const page = renderMarkdown(fillIn(source, contract), {
      renderImage,
      renderUnder: ({ depth, text }) =>
        isErrors && depth === 3 ? renderErrorFacts(contract, text) : '',
    });
    if (isErrors) problems.push(...checkErrorPage(contract, page.headings));
    return page;
  };

  const families = renderFamilyPages(readProgram());
  const order = pageOrder(families);
  const written = new Map<string, WrittenPage>();
  for (const { name } of order.filter((one) => one.name !== 'reference')) {
    const made = families.find((family) => family.name === name)?.markdown;
    const source = made ?? readFileSync(join(docsFolder, 'pages', `${name}.md`), 'utf8');
    written.set(name, render(name, source));
  }

  const entries = [...written].flatMap(([name, { title, lead, body }]) =>
    sectionsOf(name, title, lead, body),
  );
  entries.push(...operationEntries(contract, readFileSync(contractFile, 'utf8')));
  files.set('search.json', JSON.stringify(entries));

  const wrap = createWrap({ files, families, order });
  for (const [name, page] of written) files.set(`${name}.html`, wrap(name, page));
  const { html, script } = await renderReference(wrap('reference'));
  files.set('reference.js', script);
  const scriptUrl = addressIn(files, 'reference.js');
  files.set('reference.html', withInlineHashes(html.replace(SCRIPT_URL, scriptUrl)));

  problems.push(...findDeadLinks(files, contract), ...findDoubleIds(files));
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return { files, warnings: [...warnings] };
}

/** All pages in reading order. The families of commands follow the command line. */
function pageOrder(families: readonly Entry[]): Entry[] {
  const pages = navigation.flatMap((group) => group.pages);
  return pages.flatMap((page) => (page.name === 'command-line' ? [page, ...families] : [page]));
}

/** The URL of a file with its hash, so that browsers can cache it forever. */
function addressIn(files: Site['files'], name: string): string {
  const content = files.get(name);
  if (content === undefined) throw new Error(`${name} was not created yet`);
  return `${name}?v=${hashOf(content)}`;
}

/** Inserts the parts of a page into the layout, or the placeholder of the reference. */
function createWrap({ files, families, order }: Parts) {
  const layout = readFileSync(join(docsFolder, 'layout.eta'), 'utf8');
  const mark = files.get('mark.svg');
  const eta = new Eta();
  return (name: string, page?: WrittenPage): string => {
    const { headings = [], title = 'API reference', lead = '', body = '' } = page ?? {};
    const short = headings.filter(({ depth }) => depth === 2);
    const isFamily = families.some((family) => family.name === name);
    return eta.renderString(layout, {
      name,
      title,
      lead,
      body,
      mark,
      navigation,
      isReference: page === undefined,
      current: isFamily ? 'command-line' : name,
      families: isFamily || name === 'command-line' ? families : [],
      address: (file: string) => addressIn(files, file),
      contents: headings.length <= MAX_CONTENTS || short.length < MIN_CONTENTS ? headings : short,
      description: textOf(lead).replaceAll(/\s+/g, ' ').trim(),
      ...neighbours(order, name),
    });
  };
}

interface Parts {
  readonly files: Site['files'];
  readonly families: readonly Entry[];
  readonly order: readonly Entry[];
}
