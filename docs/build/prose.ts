/** What one types: what is marked already, settings, URLs, options, times and hashes. */
const typed = [
  /`[^`]*`/,
  /\$?\bLATCHKEY_\w+/,
  /https?:\/\/[^\s,)]+/,
  /(?<![\w-])--?[a-z][\w-]*/,
  /\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?/,
  /\$argon2\S+(?=,)/,
];
const typedOrNot = new RegExp(`(${typed.map(({ source }) => source).join('|')})`);

/** A text of the source as Markdown: what one types is code, and the rest is nothing but text. */
export function prose(text: string): string {
  return text
    .split(typedOrNot)
    .map((part, index) => {
      if (index % 2 === 0) return part.replaceAll(/[\\*_<>|]/g, '\\$&');
      return part.startsWith('`') ? part : `\`${part}\``;
    })
    .join('');
}

/** The same as a sentence. */
export function sentence(text: string): string {
  const written = prose(text);
  if (written === '') return '';
  return `${written.charAt(0).toUpperCase()}${written.slice(1)}${/[.?!]$/.test(written) ? '' : '.'}`;
}
