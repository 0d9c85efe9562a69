import { http } from './http.ts';
import type { TestServer } from './start-server.ts';

/** What a server counts, as a scraper on this machine reads it: `name{label="value"}` and its number. */
export async function readMetrics(
  server: Pick<TestServer, 'url'>,
): Promise<ReadonlyMap<string, number>> {
  const { status, text } = await http(`${server.url}/metrics`);
  if (status !== 200) throw new Error(`/metrics answered ${status}`);
  const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    samples.map((line) => {
      const end = line.lastIndexOf(' ');
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }),
  );
}
