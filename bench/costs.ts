/**
 * Measures the CPU time of the largest possible requests, compared with a plain request of the same route: `npx node
 * bench/costs.ts [requests]`. No request has a credential. The server measures the CPU time of all its threads. The
 * exit code is 1 when a request of 16 KB costs more than `MOST` times a plain one and more than `FREE` milliseconds, or
 * when any request costs more than `LONGEST` milliseconds.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readMetrics } from '../test/support/metrics.ts';
import { startServerProcess } from '../test/support/server-process.ts';
import { RawConnection } from './raw-connection.ts';

const count = Number(process.argv[2] ?? 40);
/** The maximum ratio to a plain request of the same route. */
const MOST = 5;
/** Milliseconds that any request may cost, whatever the ratio: a parser needs them for 16 KB. */
const FREE = 1;
/** The maximum milliseconds of a request before its caller is authenticated. */
const LONGEST = 5;
/** Bytes of a long head: Node accepts 16 KiB. */
const HEAD = 15_500;
/** Bytes of a long body. */
const BODY = 65_000;

const fill = (part: string, bytes = HEAD, join = ''): string => {
  const parts = Math.floor((bytes + join.length) / (part.length + join.length));
  return Array.from({ length: parts }, () => part).join(join);
};
/** Different names: `a0`, `a1`, … */
const names = (form: (name: string) => string, join: string, bytes = HEAD): string => {
  let text = '';
  for (let index = 0; text.length < bytes - 20; index += 1) {
    text += (index === 0 ? '' : join) + form(`a${index.toString(36)}`);
  }
  return text;
};

const queries: Record<string, string> = {
  'names alone': fill('a', HEAD, '&'),
  'ampersands alone': fill('&'),
  'different names': names((name) => `${name}=`, '&'),
  escapes: fill('%41'),
  'broken escapes': fill('%4'),
  brackets: `a${fill('[a]')}=1`,
  '100 long parameters': names((name) => `${name}=${fill('%20', 130)}`, '&'),
};
const headers: Record<string, string> = {
  'Accept: media types': `Accept: ${fill('a/b', HEAD, ',')}`,
  'Accept: wildcards': `Accept: ${fill('*/*;q=0.1', HEAD, ',')}`,
  'Accept: quotes': `Accept: ${fill('a/b;a="', HEAD, ',')}`,
  'Accept: blanks': `Accept: a/b${' '.repeat(HEAD)};a`,
  'Accept-Language: tags': `Accept-Language: ${fill('a', HEAD, ',')}`,
  'Accept-Encoding: codings': `Accept-Encoding: ${fill('a', HEAD, ',')}`,
  'If-None-Match: tags': `If-None-Match: ${fill('"a"', HEAD, ',')}`,
  'If-None-Match: blanks': `If-None-Match: a${' '.repeat(HEAD)}a`,
  'Cookie: one name': `Cookie: ${fill('a=', HEAD, ';')}`,
  'Cookie: different names': `Cookie: ${names((name) => `${name}=b`, '; ')}`,
  'Cookie: blanks': `Cookie: latchkey_session=a${' '.repeat(HEAD)}a`,
  'Cookie: ours, repeated': `Cookie: ${fill('latchkey_session=a', HEAD, '; ')}`,
  'X-Forwarded-For: proxies': `X-Forwarded-For: ${fill('127.0.0.1', HEAD, ',')}`,
  'X-Forwarded-For: short': `X-Forwarded-For: ${fill('::1', HEAD, ',')}`,
  'X-Forwarded-For: commas': `X-Forwarded-For: ${fill(',')}`,
  'X-Forwarded-For: digits': `X-Forwarded-For: ${fill('1')}`,
  'X-Forwarded-For: brackets': `X-Forwarded-For: ${fill('[')}${fill(']', 10)}`,
  Forwarded: `Forwarded: ${fill('for=127.0.0.1', HEAD, ',')}`,
  'X-Request-Id': `X-Request-Id: ${fill('a')}`,
  traceparent: `traceparent: ${fill('00-')}`,
  tracestate: `tracestate: ${fill('a=b', HEAD, ',')}`,
  baggage: `baggage: ${fill('a=b', HEAD, ',')}`,
  'Authorization: pairs': `Authorization: ${fill('a=""', HEAD, ',')}`,
  'Authorization: one pair': `Authorization: ${fill('a=')}`,
  'Authorization: blanks': `Authorization: a${' '.repeat(HEAD)}a`,
  'Authorization: letters': `Authorization: ${fill('a')}`,
  'Authorization: Bearer': `Authorization: Bearer ${fill('a')}!`,
  'Authorization: Basic': `Authorization: Basic ${fill('YTph')}`,
  'Date: digits': `Date: ${fill('1')}\r\nAuthorization: a`,
  'Content-Type': `Content-Type: ${fill('a/b;a=b', HEAD, ';')}`,
  Range: `Range: bytes=${fill('0-1', HEAD, ',')}`,
  'If-Match': `If-Match: ${fill('"a"', HEAD, ',')}`,
  'X-Forwarded-Host': `X-Forwarded-Host: ${fill('a', HEAD, ',')}`,
  'Origin: letters': `Origin: http://${fill('a.')}`,
  'many headers': names((name) => `${name}:`, '\r\n'),
  'one header, many times': fill('a:', HEAD, '\r\n'),
};
const forms = (bytes: number): Record<string, string> => ({
  'names alone': fill('a', bytes, '&'),
  'different names': names((name) => `${name}=`, '&', bytes),
  escapes: fill('%41', bytes),
  'broken escapes': fill('%', bytes),
  'an e-mail address of blanks': `email=${fill('+', bytes - 10)}a&password=x`,
});
const documents = (bytes: number): Record<string, string> => ({
  'lists in lists': fill('[', bytes),
  'objects in objects': fill('{"a":', bytes),
  'different names': `{${names((name) => `"${name}":1`, ',', bytes - 2)}}`,
  numbers: `[${fill('1', bytes - 2, ',')}]`,
  'one number': fill('1', bytes),
  escapes: `"${fill('\\u0041', bytes - 2)}"`,
  blanks: fill(' ', bytes),
  'one text without end': `"${fill('a', bytes - 2)}`,
});

const pages = [
  '/health/live',
  '/',
  '/docs/',
  '/assets/style.css',
  '/api/v4/product_details',
  '/admin/v1/products',
  '/metrics',
  '/oidc/auth',
  '/oidc/auth/resume',
  '/oidc/session/end',
  '/oidc/me',
  '/.well-known/nothing',
  '/sign-in/nothing',
  '/sign-in/callback/acme',
];
const posts = {
  '/oidc/token': ['application/x-www-form-urlencoded', forms],
  '/sign-in/nothing': ['application/x-www-form-urlencoded', forms],
  '/oidc/session/end/confirm': ['application/x-www-form-urlencoded', forms],
  '/api/v4/activate_license': ['application/json', documents],
  '/admin/v1/products': ['application/json', documents],
  '/nothing': ['application/json', documents],
} as const;

/** Behind a proxy, a request for metrics needs this token. */
const TOKEN = 'a-token-for-the-metrics';

const dataDir = await mkdtemp(join(tmpdir(), 'latchkey-costs-'));
const server = await startServerProcess(dataDir, {
  LATCHKEY_RATE_LIMITS: 'off',
  // Without it the server ignores `X-Forwarded-For`.
  LATCHKEY_TRUSTED_PROXIES: '127.0.0.1',
  LATCHKEY_METRICS_TOKEN: TOKEN,
  ...(process.env['DATABASE'] && { LATCHKEY_DATABASE_URL: process.env['DATABASE'] }),
});
const port = Number(new URL(server.url).port);
const connection = new RawConnection(port);
interface Row {
  readonly name: string;
  readonly ms: number;
  readonly plain: number;
  readonly status: number;
  /** True for bodies larger than 16 KB, which may cost more than `MOST` times a plain request. */
  readonly isLargest?: true;
}
const rows: Row[] = [];

for (const path of pages) {
  const plain = await measure(get(path));
  const add = async (name: string, bytes: string) => {
    const { ms, status } = await measure(bytes);
    rows.push({ name: `GET ${path}   ${name}`, ms, plain: plain.ms, status });
  };
  for (const [name, query] of Object.entries(queries))
    await add(`?${name}`, get(`${path}?${query}`));
  for (const [name, header] of Object.entries(headers)) await add(name, get(path, header));
}
const plain = await measure(get('/nothing'));
const paths = {
  slashes: fill('/'),
  segments: fill('/a'),
  escapes: `/${fill('%41')}`,
  'broken escapes': `/${fill('%')}`,
  dots: fill('/..'),
  'segments of the issuer': `/oidc${fill('/auth')}`,
  'segments of the docs': `/docs${fill('/a')}`,
  'segments of the API': `/api/v4${fill('/a')}`,
  'an account': `/sign-in/callback/${fill('a')}`,
};
for (const [name, path] of Object.entries(paths)) {
  const { ms, status } = await measure(get(path));
  rows.push({ name: `path: ${name}`, ms, plain: plain.ms, status });
}
for (const [path, [type, bodies]] of Object.entries(posts)) {
  const small = await measure(post(path, type, type.endsWith('json') ? '{}' : 'a=b'));
  for (const [name, body] of Object.entries(bodies(HEAD))) {
    const { ms, status } = await measure(post(path, type, body));
    rows.push({ name: `POST ${path}   ${name}`, ms, plain: small.ms, status });
  }
  for (const [name, body] of Object.entries(bodies(BODY))) {
    const { ms, status } = await measure(post(path, type, body));
    rows.push({
      name: `POST ${path}   64 KB: ${name}`,
      ms,
      plain: small.ms,
      status,
      isLargest: true,
    });
  }
}
connection.close();
await server.stop();
await rm(dataDir, { recursive: true, force: true });

rows.sort((a, b) => b.ms / b.plain - a.ms / a.plain);
const isDear = ({ ms, plain, isLargest }: Row) => !isLargest && ms > MOST * plain && ms > FREE;
const worst = rows.filter((row) => isDear(row) || row.ms > LONGEST);
const most = rows.slice(0, 25);
console.log(`${rows.length} kinds of requests, ${count} of each; the most expensive:`);
console.log(`${'ratio'.padStart(7)} ${'ms'.padStart(7)} ${'plain'.padStart(7)}  status`);
for (const { name, ms, plain, status } of most) {
  console.log(
    `${(ms / plain).toFixed(1).padStart(7)} ${ms.toFixed(2).padStart(7)} ${plain.toFixed(2).padStart(7)}  ${status}  ${name}`,
  );
}
console.log(`the longest took ${Math.max(...rows.map(({ ms }) => ms)).toFixed(2)} ms`);
if (worst.length > 0) {
  console.error(
    `${worst.length} cost more than ${MOST} times a plain request, or more than ${LONGEST} ms`,
  );
  process.exitCode = 1;
}

/** The CPU time of one such request: the minimum of three rounds, since other work may disturb one. */
async function measure(bytes: string): Promise<{ ms: number; status: number }> {
  let status = await connection.send(bytes);
  let ms = Infinity;
  for (let round = 0; round < 3; round += 1) {
    const before = await cpuTime();
    for (let sent = 0; sent < count; sent += 1) status = await connection.send(bytes);
    ms = Math.min(ms, ((await cpuTime()) - before) / count);
  }
  return { ms, status };
}

async function cpuTime(): Promise<number> {
  return ((await readMetrics(server, TOKEN)).get('process_cpu_seconds_total') ?? 0) * 1_000;
}

function get(target: string, header?: string): string {
  const lines = [`GET ${target} HTTP/1.1`, `Host: localhost:${port}`];
  return [...lines, ...(header === undefined ? [] : [header]), '', ''].join('\r\n');
}

function post(target: string, type: string, body: string): string {
  const lines = [`POST ${target} HTTP/1.1`, `Host: localhost:${port}`, `Content-Type: ${type}`];
  return [...lines, `Content-Length: ${body.length}`, '', body].join('\r\n');
}
