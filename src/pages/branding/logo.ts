/** The maximum size in bytes. */
const MAX_SIZE = 256 * 1_024;
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** The vendor's logo, which the pages show as an image. */
export interface Logo {
  readonly type: 'image/svg+xml' | 'image/png';
  readonly bytes: Buffer;
}

/** @returns the logo, or the fault */
export function readLogo(bytes: Buffer): Logo | string {
  if (bytes.length > MAX_SIZE) {
    return `it has ${bytes.length} bytes; the maximum is ${MAX_SIZE}`;
  }
  // The signature and the header chunk, which begins with width and height (PNG, sections 5.2 and 11.2.1).
  if (bytes.subarray(0, 8).equals(PNG)) {
    const isComplete = bytes.length > 57 && bytes.toString('latin1', 12, 16) === 'IHDR';
    if (!isComplete || bytes.readUInt32BE(16) === 0 || bytes.readUInt32BE(20) === 0) {
      return 'it is a PNG without a picture';
    }
    return { type: 'image/png', bytes };
  }
  const text = bytes.toString('utf8');
  if (!isSvg(text)) return 'it is neither an SVG nor a PNG';
  if (/<script|<foreignobject|<!entity/i.test(text) || /\son\w+\s*=/i.test(text)) {
    return 'it is an SVG with a script, an event handler, an entity or foreign content';
  }
  return { type: 'image/svg+xml', bytes };
}

function isSvg(text: string): boolean {
  const root = text.indexOf('<svg');
  // A byte order mark, the XML declaration, comments and a doctype may precede it.
  const isFirst = !/<(?![!?]|svg)/.test(text.slice(0, root + 4));
  return root >= 0 && isFirst && text.trimEnd().endsWith('>') && text.includes('xmlns');
}
