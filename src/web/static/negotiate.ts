/** The supported content codings, the best first. */
export const encodings = ['br', 'gzip'] as const;

export type Encoding = (typeof encodings)[number];

/**
 * Chooses the best encoding that is available and accepted (RFC 9110, section 12.5.3).
 * @param accepted the `Accept-Encoding` header
 * @param available the encodings of the file
 * @returns undefined for no encoding
 */
export function chooseEncoding(
  accepted: string,
  available: readonly Encoding[],
): Encoding | undefined {
  const taken = new Map<string, boolean>();
  for (const part of accepted.split(',')) {
    const [name = '', ...parameters] = part.split(';');
    taken.set(name.trim().toLowerCase(), !parameters.some(isZero));
  }
  return encodings.find(
    (name) => available.includes(name) && (taken.get(name) ?? taken.get('*') ?? false),
  );
}

/**
 * True when the client has the file already (RFC 9110, section 13.1.2), by a weak or strong tag.
 * @param known the `If-None-Match` header
 */
export function isKnown(etag: string, known: string): boolean {
  return known.split(',').some((part) => {
    const one = part.trim();
    return one === '*' || one === etag || one === `W/${etag}`;
  });
}

/** True when a parameter is `q=0`, which means not acceptable. */
function isZero(parameter: string): boolean {
  const [name = '', value = ''] = parameter.split('=');
  return name.trim().toLowerCase() === 'q' && Number(value) === 0;
}
