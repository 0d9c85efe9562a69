import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CONNECTIONS, failed, type Generator, type Load } from './load.ts';

/** What the script prints at the end. Times are in microseconds. */
interface Report {
  readonly requests: number;
  readonly duration: number;
  readonly failed: number;
  readonly p50: number;
  readonly p99: number;
}

/**
 * The load generator wrk, which takes less CPU time from the server than autocannon. It must be installed; it knows whole
 * seconds only.
 */
export const withWrk: Generator = async (load, seconds) => {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-wrk-'));
  const script = join(folder, 'load.lua');
  await writeFile(script, scriptOf(load));
  const duration = `${Math.max(1, Math.round(seconds))}s`;
  const args = ['--threads', '1', '--connections', String(CONNECTIONS), '--duration', duration];
  const { stdout } = await promisify(execFile)('wrk', [...args, '--script', script, load.url]);
  await rm(folder, { recursive: true });
  const report = JSON.parse(stdout.slice(stdout.lastIndexOf('{'))) as Report;
  if (report.failed > 0 || report.requests === 0) throw failed(load, report);
  const { numbers } = load;
  if (numbers !== undefined) {
    // The connections have sent some that were not answered.
    numbers.next += report.requests + 2 * CONNECTIONS;
    if (numbers.next > numbers.end) throw new Error(`all ${numbers.end} requests are used up`);
  }
  return {
    requests: report.requests,
    seconds: report.duration / 1e6,
    p50: report.p50 / 1_000,
    p99: report.p99 / 1_000,
  };
};

/** A script of wrk, in Lua. The texts have no characters that JSON escapes in another way. */
function scriptOf(load: Load): string {
  const { method, path, body = '', numbers } = load;
  const text = (value: string) => JSON.stringify(value);
  const headers = Object.entries(load.headers()).map(
    ([name, value]) => `wrk.headers[${text(name)}] = ${text(value)}`,
  );
  const filled = (template: string) =>
    `(${text(template)}):gsub("{n}", n):gsub("{m}", n % ${numbers?.modulo ?? 1})`;
  const each = `local n = ${numbers?.next ?? 0} - 1
request = function()
  n = n + 1
  local path, body = ${filled(path)}, nil
  body = ${filled(body)}
  return wrk.format(nil, path, nil, body)
end`;
  return `wrk.method, wrk.path, wrk.body = ${text(method)}, ${text(path)}, ${text(body)}
${headers.join('\n')}
${numbers === undefined ? '' : each}
done = function(summary, latency)
  local errors = summary.errors
  io.write(string.format('{"requests":%d,"duration":%d,"failed":%d,"p50":%d,"p99":%d}',
    summary.requests, summary.duration,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
`;
}
