import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { signedHeaders } from '../support/client.ts';
import { type CollectedSpan, type Collector, startCollector } from '../support/collector.ts';
import { http } from '../support/http.ts';
import { HttpUser } from '../support/http-user.ts';
import { freePort, type ServerProcess, startServerProcess } from '../support/server-process.ts';

const [SERVER, CLIENT] = [2, 3];

let dataDir: string;
let collector: Collector;
let server: ServerProcess;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'latchkey-tracing-'));
  collector = await startCollector();
  server = await startServerProcess(dataDir, {
    LATCHKEY_LOG_LEVEL: 'info',
    LATCHKEY_TRUSTED_PROXIES: '127.0.0.2',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_SERVICE_NAME: 'licenses',
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
  });
}, 60_000);
afterAll(async () => {
  await server.stop('SIGKILL');
  await collector.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** The spans that something leads to, once those are there that it should lead to. */
async function spansOf(
  work: () => Promise<unknown>,
  isThere: (span: CollectedSpan) => boolean,
): Promise<CollectedSpan[]> {
  const before = collector.spans.length;
  await work();
  for (let tries = 0; tries < 200; tries += 1) {
    const spans = collector.spans.slice(before);
    if (spans.some(isThere)) return spans;
    await pause(50);
  }
  throw new Error(`no such span: ${collector.spans.map(({ name }) => name).join(', ')}`);
}

const named = (name: string) => (span: CollectedSpan) => span.name === name;
const only = (spans: CollectedSpan[], name: string) => spans.filter(named(name));

describe('the trace of a request', () => {
  it('has a span with the operation and the outcome', async () => {
    const spans = await spansOf(
      () => http(`${server.url}/api/v4/product_details?product=secret`),
      named('getProductDetails'),
    );
    expect(only(spans, 'getProductDetails')).toEqual([
      expect.objectContaining({
        kind: SERVER,
        attributes: {
          'http.request.method': 'GET',
          'http.response.status_code': 400,
          'http.route': '/api/v4/product_details',
          'latchkey.code': 'missing_headers',
          'client.address': expect.stringMatching(/^(127\.0\.0\.1|::1)$/),
        },
      }),
    ]);
    expect(spans[0]?.parentSpanId ?? '').toBe('');
  });

  it('has the trace ID that is in the line of the log', async () => {
    const spans = await spansOf(() => http(`${server.url}/health/live`), named('getLiveness'));
    const [span] = only(spans, 'getLiveness');
    const lines = server.output.stdout.split('\n').filter((line) => line.includes('getLiveness'));
    expect(JSON.parse(lines.at(-1) ?? '{}')).toMatchObject({ traceId: span?.traceId });
  });

  it('has the name of the service and the attributes that the operator sets', async () => {
    const [span] = await spansOf(() => http(`${server.url}/health/live`), named('getLiveness'));
    expect(span?.resource).toMatchObject({
      'service.name': 'licenses',
      'deployment.environment.name': 'test',
      'service.version': expect.stringMatching(/^\d+\.\d+\.\d+/),
    });
  });

  it('has its transactions as child spans', async () => {
    const demo = await server.readDemo();
    const product = demo.products.find((one) => one.authorization_method === 'license-key');
    const key = { api_key: demo.api_key, shared_key: demo.shared_key };
    const body = { product: product?.code, license_key: demo.license_keys[0], hardware_id: 'a' };
    const spans = await spansOf(
      () =>
        http(`${server.url}/api/v4/activate_license`, {
          method: 'POST',
          headers: signedHeaders(key, new Date().toUTCString()),
          body: JSON.stringify(body),
        }),
      named('activateLicense'),
    );
    const [request] = only(spans, 'activateLicense');
    expect(request?.attributes).toMatchObject({ 'http.response.status_code': 200 });
    expect(only(spans, 'transaction')).toContainEqual(
      expect.objectContaining({ traceId: request?.traceId, parentSpanId: request?.spanId }),
    );
  });

  it('has the requests to the identity provider as child spans, without codes and tokens', async () => {
    const demo = await server.readDemo();
    const key = { api_key: demo.api_key, shared_key: demo.shared_key };
    const query = 'product=demo&customer_account_code=acme&response_type=code';
    const { text } = await http(`${server.url}/api/v4/sso_url?${query}`, {
      headers: signedHeaders(key, new Date().toUTCString()),
    });
    const user = new HttpUser();
    const spans = await spansOf(async () => {
      await user.open((JSON.parse(text) as { url: string }).url);
      await user.choosePerson('alice@acme.test').catch(() => undefined);
    }, named('sign_in_callback'));
    const [callback] = only(spans, 'sign_in_callback');
    const asked = spans.filter(
      ({ kind, parentSpanId }) => kind === CLIENT && parentSpanId === callback?.spanId,
    );
    expect(asked.map(({ attributes }) => attributes)).toContainEqual({
      'http.request.method': 'POST',
      'http.response.status_code': 200,
      'server.address': 'localhost',
      'url.full': expect.stringMatching(/\/token$/),
    });
    const codes = user.visits.flatMap(({ location = '' }) =>
      [...location.matchAll(/[?&#](?:code|state)=([^&]+)/g)].map(([, value = '']) => value),
    );
    expect(codes.length).toBeGreaterThan(2);
    for (const code of codes) expect(JSON.stringify(collector.spans)).not.toContain(code);
  });

  it('begins anew when the traceparent is not from a trusted proxy', async () => {
    const traceId = randomBytes(16).toString('hex');
    const traceparent = `00-${traceId}-${randomBytes(8).toString('hex')}-01`;
    const headers = [['traceparent', traceparent]] as const;
    const spans = await spansOf(
      () => http(`${server.url}/health/live`, { headers }),
      named('getLiveness'),
    );
    expect(spans.map((span) => span.traceId)).not.toContain(traceId);
  });

  it('continues the trace of a trusted proxy', async () => {
    const traceId = randomBytes(16).toString('hex');
    const spanId = randomBytes(8).toString('hex');
    const headers = [['traceparent', `00-${traceId}-${spanId}-01`]] as const;
    const url = server.url.replace('localhost', '127.0.0.1');
    const spans = await spansOf(
      () => http(`${url}/health/live`, { headers, localAddress: '127.0.0.2' }),
      named('getLiveness'),
    );
    expect(only(spans, 'getLiveness')[0]).toMatchObject({ traceId, parentSpanId: spanId });
  });
});

describe('a server that shuts down', () => {
  it.each([
    ['sends its last traces', () => Promise.resolve(collector.url), 1],
    [
      'does not wait for an unreachable collector',
      async () => `http://127.0.0.1:${await freePort()}`,
      0,
    ],
  ])('%s', async (_, endpoint, sent) => {
    const folder = await mkdtemp(join(tmpdir(), 'latchkey-tracing-'));
    const other = await startServerProcess(folder, {
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${await endpoint()}/v1/traces`,
      OTEL_SERVICE_NAME: folder,
    });
    await http(`${other.url}/health/live`);
    const { code } = await other.stop('SIGINT');
    expect(code).toBe(0);
    const last = collector.spans.filter(({ resource }) => resource['service.name'] === folder);
    expect(last.filter(named('getLiveness'))).toHaveLength(sent);
    await rm(folder, { recursive: true, force: true });
  });
});

describe('a server without a collector', () => {
  it('loads only the API package of OpenTelemetry', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'latchkey-tracing-'));
    const hook = `import { registerHooks } from 'node:module';
      registerHooks({ load: (url, context, next) => {
        const [, name] = /@opentelemetry\\/([^/]+)/.exec(url) ?? [];
        if (name) process.stderr.write(name + ' ');
        return next(url, context);
      } });`;
    const preload = `--import=data:text/javascript,${encodeURIComponent(hook)}`;
    // The source: in the bundle, packages have no files of their own.
    const settings = { NODE_OPTIONS: preload };
    const other = await startServerProcess(folder, settings, 'src/server.ts');
    const { stderr } = await other.stop('SIGINT');
    expect(new Set(stderr.trim().split(/\s+/))).toEqual(new Set(['api']));
    await rm(folder, { recursive: true, force: true });
  });
});
