import { type Color, contrast, formatColor, mix } from '../../config/contrast.ts';

/** The minimum contrast of normal text (WCAG 2.2, 1.4.3, level AA). */
const MIN_CONTRAST = 4.5;
const BLACK: Color = [0, 0, 0];
const WHITE: Color = [255, 255, 255];

/** The backgrounds of the style sheet. `away` is the colour to mix in for more contrast. */
const schemes = {
  light: { card: [255, 255, 255], page: [245, 247, 246], away: BLACK, soft: 0.1 },
  dark: { card: [21, 26, 24], page: [12, 16, 15], away: WHITE, soft: 0.2 },
} as const satisfies Record<string, { card: Color; page: Color; away: Color; soft: number }>;

type Scheme = keyof typeof schemes;

/** The vendor's accent colour for the style sheet. */
export interface Accent {
  /** Custom properties of CSS, for the light and the dark scheme. */
  readonly css: string;
  /** Warnings for the operator about colours that were changed to be legible. */
  readonly notes: readonly string[];
}

/**
 * @param color the accent on a light background
 * @param dark the accent on a dark background; derived from `color` when undefined
 */
export function accentOf(color: Color, dark: Color | undefined): Accent {
  const onLight = legible(color, 'light');
  const onDark = legible(dark ?? color, 'dark');
  const notes = [
    ...noteOf(color, onLight, 'light'),
    // Without a dark colour of the vendor's, deriving it needs no warning.
    ...(dark === undefined ? [] : noteOf(dark, onDark, 'dark')),
  ];
  const css = [
    `:root {${properties(onLight, 'light')}}`,
    `@media (prefers-color-scheme: dark) {:root {${properties(onDark, 'dark')}}}`,
  ].join('\n');
  return { css, notes };
}

/** @returns the colour, or the nearest lighter or darker one with enough contrast on all backgrounds */
function legible(color: Color, scheme: Scheme): Color {
  for (let step = 0; step < 50; step += 1) {
    const candidate = mix(color, schemes[scheme].away, step / 50);
    if (leastContrast(candidate, scheme) >= MIN_CONTRAST) return candidate;
  }
  return schemes[scheme].away;
}

function leastContrast(color: Color, scheme: Scheme): number {
  const { card, page } = schemes[scheme];
  return Math.min(...[card, page, softOf(color, scheme)].map((back) => contrast(color, back)));
}

/** The background of icons, tags and code. */
function softOf(color: Color, scheme: Scheme): Color {
  return mix(schemes[scheme].card, color, schemes[scheme].soft);
}

function properties(color: Color, scheme: Scheme): string {
  const { away } = schemes[scheme];
  const all = {
    accent: color,
    'accent-strong': mix(color, away, 0.2),
    'on-accent': scheme === 'light' ? WHITE : mix(BLACK, color, 0.1),
    soft: softOf(color, scheme),
  };
  return Object.entries(all)
    .map(([name, value]) => `--${name}: ${formatColor(value)};`)
    .join('');
}

function noteOf(asked: Color, used: Color, scheme: Scheme): string[] {
  const [before, after] = [formatColor(asked), formatColor(used)];
  if (before === after) return [];
  const ratio = (color: Color) => `${leastContrast(color, scheme).toFixed(2)}:1`;
  return [
    `LATCHKEY_ACCENT_COLOR: ${before} has a contrast of ${ratio(asked)} on the pages' ${scheme} background, ` +
      `and WCAG AA requires ${MIN_CONTRAST}:1. The pages use ${after}, which has ${ratio(used)}.`,
  ];
}
