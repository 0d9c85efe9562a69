import type { Token, Tokens } from 'marked';
import { escapeHtml, textOf } from './html.ts';

/**
 * Renders a table. On a phone, a table with more than two columns becomes a list of rows, in which each line begins
 * with the heading of its column; so does one whose rows begin with a name of code, which would be broken there. ARIA
 * roles keep it a table for screen readers.
 * @param name the subject of the table
 * @param inline renders the content of a cell
 */
export function renderTable(
  { header, rows }: Tokens.Table,
  name: string,
  inline: (tokens: Token[]) => string,
): string {
  const heads = header.map(({ tokens }) => inline(tokens));
  const hasHead = heads.some((head) => head !== '');
  const form = hasHead ? (heads.length === 2 ? 'narrow' : 'wide') : 'pairs';
  const isOfNames = rows.every(([first]) => beginsWithCode(first?.tokens));
  const stacked = form === 'wide' || isOfNames ? ' stacked' : '';
  // An empty heading is not a heading.
  const headCell = (html: string) =>
    html === '' ? '<td role="cell"></td>' : `<th role="columnheader">${html}</th>`;
  const bodyCell = ({ tokens }: Tokens.TableCell, column: number) => {
    const label = escapeHtml(textOf(heads[column] ?? ''));
    return `<td role="cell"${label === '' ? '' : ` data-label="${label}"`}>${inline(tokens)}</td>`;
  };
  const row = (cells: readonly string[]) => `<tr role="row">${cells.join('')}</tr>`;
  return [
    `<div class="table ${form}${stacked}" tabindex="0" role="group" aria-label="Table: ${escapeHtml(name)}"><table role="table">`,
    ...(hasHead ? [`<thead role="rowgroup">${row(heads.map(headCell))}</thead>`] : []),
    `<tbody role="rowgroup">\n${rows.map((cells) => row(cells.map(bodyCell))).join('\n')}\n</tbody>`,
    '</table></div>\n',
  ].join('\n');
}

/** True for code, also in a link. */
function beginsWithCode(tokens: readonly Token[] = []): boolean {
  const [first] = tokens;
  if (first?.type === 'link') return beginsWithCode((first as Tokens.Link).tokens);
  return first?.type === 'codespan';
}
