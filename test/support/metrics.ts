import { http } from './http.ts';
import type { TestServer } from './start-server.ts';

type Server = Pick<TestServer, 'url'>;

const LAST = ['latchkey_database_answer_seconds', 'latchkey_full_licenses'];

/**
 * What a server counts, as a scraper on this machine reads it: `name{label="value"}` and its number.
 * @param token that of the settings; who is on the same machine needs none, unless the server stands behind a proxy
 */
export async function readMetrics(
  server: Server,
  token?: string,
): Promise<ReadonlyMap<string, number>> {
  return samplesOf(await readText(server, token));
}

/** All of it: the first answer of a busy machine does not wait for what is read from the database. */
export async function readAllMetrics(server: Server) {
  for (;;) {
    const text = await readText(server);
    const samples = samplesOf(text);
    if (LAST.every((name) => samples.has(name))) return { text, samples };
  }
}

async function readText(server: Server, token?: string): Promise<string> {
  const headers = token === undefined ? [] : [['Authorization', `Bearer ${token}`] as const];
  const { status, text } = await http(`${server.url}/metrics`, { headers });
  if (status !== 200) throw new Error(`/metrics answered ${status}`);
  return text;
}

function samplesOf(text: string): ReadonlyMap<string, number> {
  const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    samples.map((line) => {
      const end = line.lastIndexOf(' ');
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }),
  );
}
