const SEPARATE = String.raw`\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Inherited}`;
const JOINING = String.raw`[[[\p{L}\p{M}]--[${SEPARATE}]]\p{Extended_Pictographic}\p{Emoji_Modifier}]`;

/**
 * What steers a terminal or deceives whoever reads it: control characters (C0, C1, DEL), line breaks, halves of
 * surrogate pairs, and what is never shown: characters that turn the direction of writing, that have no width, and
 * tags. Joiners and variation selectors stay where letters and emoji need them.
 */
const UNSAFE = new RegExp(
  [
    String.raw`[\p{Cc}\p{Cs}\u2028\u2029]`,
    // After letters of scripts that join, and within emoji.
    String.raw`(?<!${JOINING}|\ufe0f)(?:\u200c|\u200d)`,
    String.raw`(?<!\p{Emoji})(?:\ufe0e|\ufe0f)`,
    String.raw`(?!\u200c|\u200d|\ufe0e|\ufe0f)\p{Default_Ignorable_Code_Point}`,
  ].join('|'),
  'gv',
);

/**
 * Shows what would steer a terminal, such as `\u001b`: any application may call its device what it likes, and whoever
 * lists devices must not be at its mercy.
 */
export function plain(text: string): string {
  return text.replace(UNSAFE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\u{${code.toString(16)}}` : escapeUnit(code);
  });
}

/** The same for JSON, which says the same to programs as before. @param json with line feeds between its parts alone */
export function plainJson(json: string): string {
  return json.replace(UNSAFE, (character) =>
    character === '\n'
      ? character
      : Array.from({ length: character.length }, (_, at) =>
          escapeUnit(character.charCodeAt(at)),
        ).join(''),
  );
}

/** The same for text of several lines with colours of ours, such as help. */
export function plainLines(text: string): string {
  // eslint-disable-next-line no-control-regex -- colours begin with it
  const parts = text.split(/(\n|\u001b\[\d{1,3}(?:;\d{1,3})*m)/);
  return parts.map((part, index) => (index % 2 === 1 ? part : plain(part))).join('');
}

function escapeUnit(code: number): string {
  return `\\u${code.toString(16).padStart(4, '0')}`;
}
