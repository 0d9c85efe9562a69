import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';

/** The folder of the bundle, or of the sources, which have no maps. */
const root = new URL('../..', import.meta.url).href;
/** Where a line of a stack points to: a URL, a line and a column. */
const PLACE = /^(file:.+\.js):(\d+):(\d+)$/;
/** What may be a place: it stands between spaces or in parentheses. */
const WORD = /[^\s()]+/g;
/** Milliseconds for which maps are kept. They take a tenth of a second to read, and many MB of memory. */
const KEPT = 60_000;

const maps = new Map<string, SourceMap | undefined>();

/** Names the files and lines of the sources in a stack, in place of those of the bundle that the package holds. */
export function withSourcePlaces(stack: string): string {
  return stack.replaceAll(WORD, (word) => {
    const [, url = '', line, column] = PLACE.exec(word) ?? [];
    const origin = mapOf(url)?.findOrigin(Number(line), Number(column));
    if (origin === undefined || !('fileName' in origin)) return word;
    const file = origin.fileName.replace(/^(?:\.\.\/)+/, '');
    return `${file}:${origin.lineNumber}:${origin.columnNumber}`;
  });
}

/** @returns the map of a file of the bundle; undefined for all others */
function mapOf(url: string): SourceMap | undefined {
  if (!url.startsWith(root)) return undefined;
  if (maps.size === 0) setTimeout(() => maps.clear(), KEPT).unref();
  if (!maps.has(url)) maps.set(url, readMap(url));
  return maps.get(url);
}

function readMap(url: string): SourceMap | undefined {
  try {
    const text = readFileSync(fileURLToPath(`${url}.map`), 'utf8');
    return new SourceMap(JSON.parse(text) as ConstructorParameters<typeof SourceMap>[0]);
  } catch {
    // Libraries have none. What an error says is more important than its place.
    return undefined;
  }
}
