export const formats = ['csv', 'jsonl'] as const;
export type Format = (typeof formats)[number];

/** The format by the extension of the file name; CSV by default. */
export function formatOf(fileName: string): Format {
  return /\.(jsonl|ndjson)$/i.test(fileName) ? 'jsonl' : 'csv';
}
