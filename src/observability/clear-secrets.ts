/** The minimum length of a token in characters. */
const SHORTEST_TOKEN = 20;
/** A UUID (RFC 9562, section 4), for example the ID of a request or a tenant. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Removes secrets from a text: user names, passwords, queries and fragments of URLs, and words that look like tokens. Runs
 * in linear time.
 * @param isCut true when the text was shortened, so that its last word may be a part of a token
 * @param options.uuids true to keep UUIDs
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

/** Removes user names, passwords, queries and fragments of URLs from a word. */
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
