/**
 * What makes a spreadsheet run a text as a formula, after any quotes: characters that begin a formula, or that it trims
 * first. Full-width forms count too.
 */
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/;
const QUOTED = /^'+[=+\-@\t\r\n＝＋－＠]/;

/** Puts a quote before a text that a spreadsheet would run as a formula. */
export function quoteFormula(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** Removes the quote that `quoteFormula` added. */
export function unquoteFormula(text: string): string {
  return QUOTED.test(text) ? text.slice(1) : text;
}
