import type { en } from './en.ts';

/** The key of a text. */
export type TextKey = keyof typeof en;

/** All texts in one language. `{name}` is replaced by a value. */
export type Texts = Readonly<Record<TextKey, string>>;

/** The value of a placeholder: a text, a number or a duration, formatted by the language. */
export type Value = string | number | { readonly seconds: number };

type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never;

/** The values that a text needs. */
export type ValuesOf<Key extends TextKey> = Readonly<Record<Names<(typeof en)[Key]>, Value>>;

/** A text with its values, independent of the language. */
export interface Message {
  readonly key: TextKey;
  readonly values: Readonly<Record<string, Value>>;
}

/** Creates a message. The compiler checks its values. */
export function message<Key extends TextKey>(key: Key, values: ValuesOf<Key>): Message {
  return { key, values };
}

/** Why a sign-in was refused: each cause has two texts, what happened and what to do next. */
export type RefusalCause = TextKey extends infer Key
  ? Key extends `refused.${infer Cause}.reason`
    ? Cause
    : never
  : never;

/** A cause with the values of both its texts. */
export interface Refusal {
  readonly cause: RefusalCause;
  readonly values: Readonly<Record<string, Value>>;
}

/** Creates a refusal. The compiler checks its values. */
export function refusal<Cause extends RefusalCause>(
  cause: Cause,
  values: ValuesOf<`refused.${Cause}.reason` | `refused.${Cause}.next`>,
): Refusal {
  return { cause, values };
}
