/** Control characters, save the line feed, and those that turn the direction of writing. */
const CONTROLS = /(?!\n)[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Shows what would steer a terminal, such as `\u001b`: any application may call its device what it likes, and whoever
 * lists devices must not be at its mercy.
 */
export function plain(text: string): string {
  return text.replace(
    CONTROLS,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
