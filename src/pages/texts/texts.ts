import type { en } from './en.ts';

/** A text of the pages, by its name. */
export type TextKey = keyof typeof en;

/** All that the pages say in one language. `{name}` is replaced by a value. */
export type Texts = Readonly<Record<TextKey, string>>;

/** What a placeholder may become: a word, a number, or a time to wait. Each language writes them in its own way. */
export type Value = string | number | { readonly seconds: number };

type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never;

/** The values that a text needs. */
export type ValuesOf<Key extends TextKey> = Readonly<Record<Names<(typeof en)[Key]>, Value>>;

/** A text and its values, to be written in the language of whoever reads it. */
export interface Message {
  readonly key: TextKey;
  readonly values: Readonly<Record<string, Value>>;
}

/** A message whose values the compiler has checked. */
export function message<Key extends TextKey>(key: Key, values: ValuesOf<Key>): Message {
  return { key, values };
}

/** Why a sign-in was refused: each cause has two texts, what happened and what to do next. */
export type RefusalCause = TextKey extends infer Key
  ? Key extends `refused.${infer Cause}.reason`
    ? Cause
    : never
  : never;

/** A cause and the values of both its texts. */
export interface Refusal {
  readonly cause: RefusalCause;
  readonly values: Readonly<Record<string, Value>>;
}

/** A refusal whose values the compiler has checked. */
export function refusal<Cause extends RefusalCause>(
  cause: Cause,
  values: ValuesOf<`refused.${Cause}.reason` | `refused.${Cause}.next`>,
): Refusal {
  return { cause, values };
}
