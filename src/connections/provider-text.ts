/** The maximum length of a text from a provider, in characters. Real descriptions are shorter. */
export const LONGEST_PROVIDER_TEXT = 1_000;

/**
 * Makes a text from a provider safe for pages, logs, audit entries and terminals: shortened, on one line, and without
 * control characters, bidirectional controls and lone surrogates.
 * @returns undefined when it is not a string or has no visible character
 */
export function sanitizeProviderText(received: unknown): string | undefined {
  if (typeof received !== 'string') return undefined;
  const isCut = received.length > LONGEST_PROVIDER_TEXT;
  const text = received
    .slice(0, LONGEST_PROVIDER_TEXT)
    .toWellFormed()
    .replaceAll(/[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}\uFFFD]/gu, ' ')
    .split(' ')
    .filter((word) => word !== '')
    .join(' ');
  if (text === '') return undefined;
  return isCut ? `${text.slice(0, LONGEST_PROVIDER_TEXT - 1)}…` : text;
}
