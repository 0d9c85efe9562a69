import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Page } from 'playwright-core';

/** Width and height in pixels, as the header of a PNG says (PNG, section 11.2.1). */
export function sizeOf(png: Buffer): { width: number; height: number } {
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}

/** How wide some text is in the fonts of the pages: the same numbers mean the same fonts. */
export async function measureFonts(page: Page): Promise<number[]> {
  return page.evaluate<number[]>(`
    ['16px system-ui', '600 24px system-ui', '12px ui-monospace, Menlo, Consolas, monospace'].map((font) => {
      const context = new OffscreenCanvas(1, 1).getContext('2d');
      context.font = font;
      return Math.round(context.measureText('Sign in to Globex: dave@globex.test, 0123456789').width * 100) / 100;
    })
  `);
}

/**
 * How far two pictures of one size are apart, from 0 to 1: the mean difference of their pixels in all, and in the
 * square of 16 pixels where it is greatest. A word that changed is nothing in all, and a lot where it stands.
 */
export async function compare(
  page: Page,
  one: Buffer,
  other: Buffer,
): Promise<{ mean: number; worst: number }> {
  const difference = `async (pictures) => {
    const [a, b] = await Promise.all(pictures.map(async (picture) => {
      const image = new Image();
      image.src = 'data:image/png;base64,' + picture;
      await image.decode();
      const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
      context.drawImage(image, 0, 0);
      return context.getImageData(0, 0, image.width, image.height);
    }));
    const columns = Math.ceil(a.width / 16);
    const squares = new Float64Array(columns * Math.ceil(a.height / 16));
    let sum = 0;
    for (let index = 0; index < a.data.length; index += 1) {
      const distance = Math.abs(a.data[index] - b.data[index]) / 255;
      const pixel = index >> 2;
      const row = Math.floor(pixel / a.width);
      squares[(row >> 4) * columns + ((pixel % a.width) >> 4)] += distance;
      sum += distance;
    }
    // Of the four values of a pixel, three are colours; the fourth, opacity, never differs.
    return { mean: sum / (a.data.length * 0.75), worst: Math.max(...squares) / (256 * 3) };
  }`;
  const pictures = [one.toString('base64'), other.toString('base64')];
  return page.evaluate(`(${difference})(${JSON.stringify(pictures)})`);
}

export function readFileIfThere(file: string): Buffer | undefined {
  return existsSync(file) ? readFileSync(file) : undefined;
}

export function writeFile(file: string, content: string | Buffer): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
