import { Marked, type Tokens } from 'marked';
import { highlight, languages } from './highlight.ts';
import { escapeHtml, slugOf, textOf } from './html.ts';
import { renderTable } from './table.ts';

export interface Heading {
  readonly depth: number;
  readonly text: string;
  readonly id: string;
}

/** A Markdown page as HTML in three parts, since the table of contents goes before the body. */
export interface WrittenPage {
  readonly title: string;
  readonly lead: string;
  readonly body: string;
  /** Without the title. */
  readonly headings: readonly Heading[];
}

interface Options {
  /** HTML for an image or a diagram. */
  renderImage(href: string, text: string): string;
  /** HTML to insert below a heading. */
  renderUnder?(heading: Heading): string;
}

/** The maximum length of inline code that is not broken: it fits into a line of a phone. */
const LONGEST_WHOLE = 24;

/** Renders a page. It must begin with its title and a paragraph. */
export function renderMarkdown(source: string, options: Options): WrittenPage {
  const marked = new Marked();
  const headings: Heading[] = [];

  marked.use({
    renderer: {
      heading({ depth, tokens }) {
        const html = this.parser.parseInline(tokens);
        const text = textOf(html);
        const heading = { depth, text, id: slugOf(text) };
        headings.push(heading);
        const link = `<a class="anchor" href="#${heading.id}" aria-label="Link to ${escapeHtml(text)}">#</a>`;
        return `<h${depth} id="${heading.id}">${breakable(html)} ${link}</h${depth}>\n${options.renderUnder?.(heading) ?? ''}\n`;
      },
      codespan({ text }) {
        const html = escapeHtml(text);
        if (text.length <= LONGEST_WHOLE) return `<code class="whole">${html}</code>`;
        return `<code>${breakable(html)}</code>`;
      },
      code({ text, lang = '' }) {
        const [language = '', kind = ''] = lang.split(' ');
        const known = languages[language];
        if (known === undefined) throw new Error(`A code block has an unknown language: ${lang}`);
        const code = highlight(text, language);
        return `<div class="code ${kind}" data-language="${known.label}"><pre tabindex="0"><code>${code}\n</code></pre></div>\n`;
      },
      table(token: Tokens.Table) {
        const name = headings.at(-1)?.text ?? 'Table';
        return renderTable(token, name, (tokens) => this.parser.parseInline(tokens));
      },
      paragraph({ tokens }) {
        const [only, ...others] = tokens;
        if (only?.type === 'image' && others.length === 0) {
          const image = only as Tokens.Image;
          return `${options.renderImage(image.href, image.text)}\n`;
        }
        return `<p>${this.parser.parseInline(tokens)}</p>\n`;
      },
    },
  });

  const [title, lead, ...rest] = marked.lexer(source).filter(({ type }) => type !== 'space');
  if (title?.type !== 'heading' || lead?.type !== 'paragraph') {
    throw new Error('A page must begin with its title and a paragraph.');
  }
  const leadHtml = marked.parser([lead]);
  return {
    title: (title as Tokens.Heading).text,
    lead: leadHtml,
    body: marked.parser(rest),
    headings,
  };
}

/** Lets a long name break after its underscores, if it must. Attributes stay. */
function breakable(html: string): string {
  return html.replaceAll(/_(?=\w)(?![^<]*>)/g, '_<wbr>');
}
