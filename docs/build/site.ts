import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Eta } from 'eta';
import { readContract } from './contract.ts';
import { renderDiagram } from './diagrams.ts';
import { checkErrorPage, renderErrorFacts } from './errors.ts';
import { fillIn } from './generated.ts';
import { escapeHtml, textOf } from './html.ts';
import { findDeadLinks, findDoubleIds } from './links.ts';
import { renderMarkdown, type WrittenPage } from './markdown.ts';
import { navigation, neighbours } from './navigation.ts';
import { docsFolder, picturesFolder } from './paths.ts';
import { renderReference } from './reference.ts';

export interface Site {
  /** Contents by name, in the order of writing. */
  readonly files: Map<string, string | Buffer>;
  readonly warnings: readonly string[];
}

/** Longer tables of contents leave the third level out, where the second says enough. */
const MAX_CONTENTS = 20;
const MIN_CONTENTS = 4;

/**
 * Makes every file of the site.
 * @throws Error naming every dead link and every error code that is missing or not in the contract
 */
export async function buildSite(): Promise<Site> {
  const contract = readContract();
  const layout = readFileSync(join(docsFolder, 'layout.eta'), 'utf8');
  const mark = readFileSync(join(docsFolder, 'mark.svg'), 'utf8');
  const eta = new Eta();
  const files = new Map<string, string | Buffer>();
  const warnings = new Set<string>();
  const problems: string[] = [];

  files.set('style.css', readFileSync(join(docsFolder, 'style.css'), 'utf8'));
  files.set('mark.svg', mark);
  for (const name of existsSync(picturesFolder) ? readdirSync(picturesFolder) : []) {
    files.set(`pictures/${name}`, readFileSync(join(picturesFolder, name)));
  }

  const wrap = (
    name: string,
    title: string,
    parts: Partial<WrittenPage> & { isReference: boolean },
  ) => {
    const { headings = [] } = parts;
    const short = headings.filter(({ depth }) => depth === 2);
    return eta.renderString(layout, {
      ...parts,
      name,
      title,
      mark,
      navigation,
      contents: headings.length <= MAX_CONTENTS || short.length < MIN_CONTENTS ? headings : short,
      description: textOf(parts.lead ?? '')
        .replaceAll(/\s+/g, ' ')
        .trim(),
      ...neighbours(name),
    });
  };

  const renderImage = (href: string, text: string): string => {
    if (href.endsWith('.mmd')) return renderDiagram(href, text);
    const caption = escapeHtml(text);
    if (!files.has(href)) {
      warnings.add(`docs/${href} is not there yet; the page shows its caption alone`);
      return `<figure class="picture"><figcaption>Picture: ${caption}</figcaption></figure>`;
    }
    return `<figure class="picture"><img src="${href}" alt="${caption}" loading="lazy"></figure>`;
  };

  const referenceLayout = wrap('reference', 'API reference', { isReference: true });
  files.set('reference.html', await renderReference(referenceLayout));

  const names = navigation.flatMap(({ pages }) => pages.map(({ name }) => name));
  // The first page last: its time is the time of the build.
  for (const name of names.filter((one) => one !== 'reference').toReversed()) {
    const source = readFileSync(join(docsFolder, 'pages', `${name}.md`), 'utf8');
    const isErrors = name === 'errors';
    const page = renderMarkdown(fillIn(source, contract), {
      renderImage,
      renderUnder: ({ depth, text }) =>
        isErrors && depth === 3 ? renderErrorFacts(contract, text) : '',
    });
    if (isErrors) problems.push(...checkErrorPage(contract, page.headings));
    files.set(`${name}.html`, wrap(name, page.title, { ...page, isReference: false }));
  }

  problems.push(...findDeadLinks(files, contract), ...findDoubleIds(files));
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return { files, warnings: [...warnings] };
}

/** Replaces a folder by the site. */
export function writeSite(folder: string, files: Site['files']): void {
  rmSync(folder, { recursive: true, force: true });
  for (const [name, content] of files) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}
