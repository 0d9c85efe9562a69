/** The delimiters of CSV, with their names in options. */
export const delimiters = { ',': ',', ';': ';', tab: '\t' } as const;
export type Delimiter = (typeof delimiters)[keyof typeof delimiters];

/** The delimiter that a first line such as `sep=;` names. Spreadsheets write and read such lines. */
export function namedDelimiter(firstLine: string): Delimiter | undefined {
  const [, name] = /^sep=(.)$/i.exec(firstLine) ?? [];
  return Object.values(delimiters).find((delimiter) => delimiter === name);
}

/** The most frequent delimiter of the headings; a comma when there is only one heading. */
export function detectDelimiter(headings: string): Delimiter {
  const unquoted = headings.replaceAll(/"[^"]*"/g, '');
  const counts = Object.values(delimiters).map((one) => [one, unquoted.split(one).length] as const);
  return counts.reduce((most, other) => (other[1] > most[1] ? other : most))[0];
}
