import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { docsFolder } from '../paths.ts';

/** The languages of the files in docs/samples, by the endings of their names. */
const languages: Readonly<Record<string, string>> = {
  '.ts': 'ts',
  '.py': 'py',
  '.cs': 'cs',
  '.java': 'java',
  '.hpp': 'cpp',
};

const mark = /^ *(?:\/\/|#) ?#(?:region|endregion).*\n/gm;

/**
 * The code of a file in docs/samples, or of a part of it, as a block of a page.
 * @param what its name and, where it is a part, what stands after `#region` there: `latchkey.ts sign`
 * @throws Error where there is no such part
 */
export function renderExcerpt(what: string): string {
  const [file = ''] = what.split(' ');
  return `\`\`\`${languages[extname(file)] ?? 'text'}\n${readExcerpt(what)}\n\`\`\``;
}

/** The same as code alone. */
export function readExcerpt(what: string): string {
  const [file = '', region] = what.split(' ');
  const source = readFileSync(join(docsFolder, 'samples', file), 'utf8');
  if (region === undefined) return source.replaceAll(mark, '').trimEnd();
  const part = new RegExp(`#region ${region}\\n([^]*?)^ *(?://|#) ?#endregion`, 'm').exec(source);
  if (part === null) throw new Error(`docs/samples/${file} has no region ${region}`);
  return dedent(part[1] ?? '');
}

/** Without what all lines are set in by. */
function dedent(code: string): string {
  const lines = code.trimEnd().split('\n');
  const depths = lines.filter((line) => line !== '').map((line) => line.search(/\S/));
  const depth = Math.min(...depths);
  return lines.map((line) => line.slice(depth)).join('\n');
}
