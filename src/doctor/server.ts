import { isIP } from 'node:net';
import type { Config } from '../config/config.ts';
import { probe } from './probe.ts';
import { fault, type Finding, ok, warning } from './finding.ts';

const CHECK = 'server';
/** Milliseconds. The server waits five seconds for its database before it reports that it is not ready. */
const TIMEOUT = 8_000;
/** The wildcard addresses, which mean all addresses of the machine. */
const WILDCARDS = ['::', '0.0.0.0'];

/** Checks the readiness of the server on this machine, without a proxy. */
export async function checkServer(config: Config): Promise<Finding> {
  const response = await probe(`http://${addressOf(config)}/health/ready`, TIMEOUT);
  if (response.unreachable !== undefined) {
    if (response.late)
      return fault(CHECK, response.unreachable, 'Restart it. Its log may contain the reason.');
    return warning(
      CHECK,
      `No server runs here. ${response.unreachable}`,
      'Start it with `latchkey start`. If it runs with other settings, run this command with those.',
    );
  }
  const { status, json } = response;
  if (status === 200) return ok(CHECK, `The server at ${addressOf(config)} is ready.`);
  const failed = json?.['failed'];
  if (typeof failed === 'string') {
    const cure = '/docs/operations.html explains it; the log of the server contains the reason.';
    return fault(CHECK, `The server at ${addressOf(config)} is not ready: ${failed}.`, cure);
  }
  const cure = 'Set PORT to a port that no other program uses.';
  return fault(CHECK, `The server at ${addressOf(config)} is not Latchkey.`, cure);
}

function addressOf({ host, port }: Config): string {
  if (WILDCARDS.includes(host)) return `localhost:${port}`;
  return `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
}
