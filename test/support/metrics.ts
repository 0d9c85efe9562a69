import { http } from './http.ts';
import type { TestServer } from './start-server.ts';

/**
 * What a server counts, as a scraper on this machine reads it: `name{label="value"}` and its number.
 * @param token that of the settings; who is on the same machine needs none, unless the server stands behind a proxy
 */
export async function readMetrics(
  server: Pick<TestServer, 'url'>,
  token?: string,
): Promise<ReadonlyMap<string, number>> {
  const headers = token === undefined ? [] : [['Authorization', `Bearer ${token}`] as const];
  const { status, text } = await http(`${server.url}/metrics`, { headers });
  if (status !== 200) throw new Error(`/metrics answered ${status}`);
  const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    samples.map((line) => {
      const end = line.lastIndexOf(' ');
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }),
  );
}
