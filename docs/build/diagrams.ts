import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderMermaidSVG } from 'beautiful-mermaid';
import { escapeHtml } from './html.ts';
import { docsFolder } from './paths.ts';

/** Its texts are then as large as those around it. Two participants fit on a phone. */
const SCALE = 1.15;

/**
 * Renders a sequence diagram as inline SVG, with the same steps as a list for screen readers and phones. Its colours
 * are variables of style.css.
 * @param href as in the page, such as `diagrams/sign-in-code.mmd`
 */
export function renderDiagram(href: string, caption: string): string {
  const source = readFileSync(join(docsFolder, href), 'utf8');
  const name = /([\w-]+)\.mmd$/.exec(href)?.[1] ?? '';
  const svg = renderMermaidSVG(source, { transparent: true })
    // Its style sheet would load a font, and apply to the whole page.
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/^<svg([^>]*?) style="[^"]*"/, '<svg$1')
    .replace('<svg', `<svg role="img" aria-label="${escapeHtml(caption)}"`)
    .replaceAll('seq-arrow', `${name}-arrow`)
    .replace(/ width="([\d.]+)" height="([\d.]+)"/, (_, width: string, height: string) => {
      return ` width="${Number(width) * SCALE}" height="${Number(height) * SCALE}"`;
    });
  const steps = readSteps(source).map(
    ({ from, to, text }) => `<li>${from} <span>to</span> ${to}: ${escapeHtml(text)}</li>`,
  );
  return [
    `<figure class="diagram" id="${name}">`,
    `<div class="scroll" tabindex="0" role="group" aria-label="${escapeHtml(caption)}">${svg}</div>`,
    `<figcaption>${escapeHtml(caption)}`,
    `<details><summary>The same as a list</summary>\n<ol>\n${steps.join('\n')}\n</ol>\n</details>`,
    '</figcaption>',
    '</figure>',
  ].join('\n');
}

/** One line of a sequence diagram. */
export interface Step {
  readonly from: string;
  readonly to: string;
  readonly text: string;
}

/** The messages of a sequence diagram in order, with the full names of the participants. */
export function readSteps(source: string): Step[] {
  const names = new Map<string, string>();
  for (const [, id = '', name] of source.matchAll(/^\s*participant (\S+)(?: as (.+))?$/gm)) {
    names.set(id, name ?? id);
  }
  return [...source.matchAll(/^\s*(\S+?)--?>>(\S+?): (.+)$/gm)].map(
    ([, from = '', to = '', text = '']) => ({
      from: names.get(from) ?? from,
      to: names.get(to) ?? to,
      text,
    }),
  );
}
