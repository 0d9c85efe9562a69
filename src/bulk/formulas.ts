/** What spreadsheets run, or trim away before they look, with quotes that stand before it. Full-width forms count too. */
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/;
const QUOTED = /^'+[=+\-@\t\r\n＝＋－＠]/;

/** A text for a spreadsheet, which does not run it: with a quote before what it would take for a formula. */
export function quoteFormula(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** The text that was quoted so. */
export function unquoteFormula(text: string): string {
  return QUOTED.test(text) ? text.slice(1) : text;
}
