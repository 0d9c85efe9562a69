/** How a file may go over the wire, best first. */
export const encodings = ['br', 'gzip'] as const;

export type Encoding = (typeof encodings)[number];

/**
 * The encoding to send (RFC 9110, 12.5.3): the best that there is and the client takes.
 * @param accepted the `Accept-Encoding` header
 * @param available those that the file has
 * @returns undefined for the bytes as they are, which nobody can refuse
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
 * Whether the client has the file already (RFC 9110, 13.1.2): its tag is among those of the header, weak or strong.
 * @param known the `If-None-Match` header
 */
export function isKnown(etag: string, known: string): boolean {
  return known.split(',').some((part) => {
    const one = part.trim();
    return one === '*' || one === etag || one === `W/${etag}`;
  });
}

/** A weight of nothing: the client does not want it. */
function isZero(parameter: string): boolean {
  const [name = '', value = ''] = parameter.split('=');
  return name.trim().toLowerCase() === 'q' && Number(value) === 0;
}
