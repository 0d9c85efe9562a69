import type { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** A value with a colour or another style. */
export class Styled {
  readonly style: Style;
  readonly value: unknown;

  constructor(style: Style, value: unknown) {
    this.style = style;
    this.value = value;
  }
}

/** A line for people. Its texts may come from outside. */
export type Line = string | Styled | readonly (string | Styled)[];

export function styled(style: Style, value: unknown): Styled {
  return new Styled(style, value);
}
