const SEPARATE = String.raw`\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Inherited}`;
const JOINING = String.raw`[[[\p{L}\p{M}]--[${SEPARATE}]]\p{Extended_Pictographic}\p{Emoji_Modifier}]`;

/**
 * Characters that control a terminal or mislead its reader: control characters (C0, C1, DEL), line breaks, lone
 * surrogates, and invisible characters: bidirectional controls, characters without width, and tags. Joiners and variation
 * selectors are allowed where letters and emoji need them.
 */
const UNSAFE = new RegExp(
  [
    String.raw`[\p{Cc}\p{Cs}\u2028\u2029]`,
    // Joiners, except after letters of joining scripts and within emoji.
    String.raw`(?<!${JOINING}|\ufe0f)(?:\u200c|\u200d)`,
    String.raw`(?<!\p{Emoji})(?:\ufe0e|\ufe0f)`,
    String.raw`(?!\u200c|\u200d|\ufe0e|\ufe0f)\p{Default_Ignorable_Code_Point}`,
  ].join('|'),
  'gv',
);

/** Escapes unsafe characters, for example as `\u001b`. Applications choose device names, so these may contain any text. */
export function plain(text: string): string {
  return text.replace(UNSAFE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\u{${code.toString(16)}}` : escapeUnit(code);
  });
}

/** Escapes unsafe characters in JSON without changing its meaning. @param json with line feeds only between its tokens */
export function plainJson(json: string): string {
  return json.replace(UNSAFE, (character) =>
    character === '\n'
      ? character
      : Array.from({ length: character.length }, (_, at) =>
          escapeUnit(character.charCodeAt(at)),
        ).join(''),
  );
}

/** Escapes unsafe characters in our own texts, except line feeds and colours. */
export function plainLines(text: string): string {
  // eslint-disable-next-line no-control-regex -- colours begin with an escape character
  const parts = text.split(/(\n|\u001b\[\d{1,3}(?:;\d{1,3})*m)/);
  return parts.map((part, index) => (index % 2 === 1 ? part : plain(part))).join('');
}

function escapeUnit(code: number): string {
  return `\\u${code.toString(16).padStart(4, '0')}`;
}
