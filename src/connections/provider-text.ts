/** Characters of anything that a provider says: enough for each real description, and too little to be a burden. */
export const LONGEST_PROVIDER_TEXT = 1_000;

/**
 * What a provider says, as it may go on to pages, logs, audit entries and terminals: the one way in for such texts.
 * Cut, on one line, and without control characters, bidirectional controls and lone surrogates.
 * @returns undefined for what is no text, or has nothing that can be seen
 */
export function providerText(said: unknown): string | undefined {
  if (typeof said !== 'string') return undefined;
  const cut = said.length > LONGEST_PROVIDER_TEXT;
  const text = said
    .slice(0, LONGEST_PROVIDER_TEXT)
    .toWellFormed()
    .replaceAll(/[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}\uFFFD]/gu, ' ')
    .split(' ')
    .filter((word) => word !== '')
    .join(' ');
  if (text === '') return undefined;
  return cut ? `${text.slice(0, LONGEST_PROVIDER_TEXT - 1)}…` : text;
}
