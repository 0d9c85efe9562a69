/** Characters. */
const SHORTEST_TOKEN = 20;
/** The name of a request, of an application, of a directory (RFC 9562, section 4). */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * A text from outside without what is worth stealing: user names, passwords, query and fragment of URLs, and what looks
 * like a token. It takes time in proportion to the text.
 * @param isCut whether the text ended later, and its last word may be a part of a token
 * @param options.uuids whether UUIDs may stay
 */
export function clearSecrets(text: string, isCut = false, { uuids = false } = {}): string {
  const kept = text
    .split(/([\s"'])/)
    .map(clearUrls)
    .join('')
    .replaceAll(/[\w-]+/g, (word, at: number, all: string) => {
      const isAtCut = isCut && at + word.length === all.length;
      if (word.length < SHORTEST_TOKEN && !isAtCut) return word;
      if (uuids && UUID.test(word)) return word;
      return /\d/.test(word) && /[a-z]/i.test(word) ? '…' : word;
    });
  return isCut ? `${kept}…` : kept;
}

/** A word without user names and passwords, query and fragment of the URLs in it. */
function clearUrls(word: string): string {
  const [scheme = '', ...rest] = word.split('://');
  if (rest.length === 0) return word;
  const urls = rest.map((part) => {
    const end = part.search(/[/?#]/);
    const authority = end < 0 ? part : part.slice(0, end);
    const at = authority.lastIndexOf('@');
    return at < 0 ? part : `…${part.slice(at)}`;
  });
  const all = [scheme, ...urls].join('://');
  const query = all.slice(scheme.length).search(/[?#]/);
  return query < 0 ? all : `${all.slice(0, scheme.length + query)}?…`;
}
