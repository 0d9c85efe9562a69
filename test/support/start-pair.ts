import { startRoundRobin } from './round-robin.ts';
import { startServer, type TestServer } from './start-server.ts';

/**
 * Two instances of this process, and of its clock, as one server: a proxy in front of them sends each request to the
 * other one than the request before.
 */
export async function startPair(
  options: Parameters<typeof startServer>[0] = {},
): Promise<TestServer> {
  const ports: number[] = [];
  const proxy = await startRoundRobin(ports);
  const env = { ...options.env, LATCHKEY_PUBLIC_URL: proxy.url };
  const first = await startServer({ ...options, env });
  const second = await startServer({ ...options, env, beside: first });
  ports.push(first.config.port, second.config.port);
  return {
    ...first,
    async close() {
      await proxy.close();
      await second.close();
      await first.close();
    },
  };
}
