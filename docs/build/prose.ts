/** What is written as code: marked text, settings, URLs, options, times and hashes. */
const typed = [
  /`[^`]*`/,
  /\$?\bLATCHKEY_\w+/,
  /https?:\/\/[^\s,)]+/,
  /(?<![\w-])--?[a-z][\w-]*/,
  /\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?/,
  /\$argon2\S+(?=,)/,
];
const typedOrNot = new RegExp(`(${typed.map(({ source }) => source).join('|')})`);

/** Converts a text of the source to Markdown: what users type becomes code. */
export function prose(text: string): string {
  return text
    .split(typedOrNot)
    .map((part, index) => {
      if (index % 2 === 0) return part.replaceAll(/[\\*_<>|]/g, '\\$&');
      return part.startsWith('`') ? part : `\`${part}\``;
    })
    .join('');
}

/** The same, as a sentence with a capital letter and a full stop. */
export function sentence(text: string): string {
  const written = prose(text);
  if (written === '') return '';
  return `${written.charAt(0).toUpperCase()}${written.slice(1)}${/[.?!]$/.test(written) ? '' : '.'}`;
}
