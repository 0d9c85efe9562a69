import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { docsFolder } from '../paths.ts';

/** The languages of the files in docs/samples, by extension. */
const languages: Readonly<Record<string, string>> = {
  '.ts': 'ts',
  '.py': 'py',
  '.cs': 'cs',
  '.java': 'java',
  '.hpp': 'cpp',
};

const mark = /^ *(?:\/\/|#) ?#(?:region|endregion).*\n/gm;

/**
 * Renders a file in docs/samples, or a region of it, as a code block.
 * @param what the file name, and the name of the region after `#region`: `latchkey.ts sign`
 * @throws Error for an unknown region
 */
export function renderExcerpt(what: string): string {
  const [file = ''] = what.split(' ');
  return `\`\`\`${languages[extname(file)] ?? 'text'}\n${readExcerpt(what)}\n\`\`\``;
}

/** Like `renderExcerpt`, but returns only the code. */
export function readExcerpt(what: string): string {
  const [file = '', region] = what.split(' ');
  const source = readFileSync(join(docsFolder, 'samples', file), 'utf8');
  if (region === undefined) return source.replaceAll(mark, '').trimEnd();
  const part = new RegExp(`#region ${region}\\n([^]*?)^ *(?://|#) ?#endregion`, 'm').exec(source);
  if (part === null) throw new Error(`docs/samples/${file} has no region ${region}`);
  return dedent(part[1] ?? '');
}

/** Removes the common indentation. */
function dedent(code: string): string {
  const lines = code.trimEnd().split('\n');
  const depths = lines.filter((line) => line !== '').map((line) => line.search(/\S/));
  const depth = Math.min(...depths);
  return lines.map((line) => line.slice(depth)).join('\n');
}
