export const formats = ['csv', 'jsonl'] as const;
export type Format = (typeof formats)[number];

/** The format that a file's name tells; CSV where it tells none. */
export function formatOf(fileName: string): Format {
  return /\.(jsonl|ndjson)$/i.test(fileName) ? 'jsonl' : 'csv';
}
