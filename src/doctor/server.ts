import { isIP } from 'node:net';
import type { Config } from '../config/config.ts';
import { ask } from './ask.ts';
import { fault, type Finding, ok, warning } from './finding.ts';

const CHECK = 'server';
/** Milliseconds: it waits five seconds for its database before it says that it is not ready. */
const TIMEOUT = 8_000;
/** Addresses that stand for all those of the machine. */
const ANY = ['::', '0.0.0.0'];

/** Asks the server of this machine, past any proxy, whether it can do its work. */
export async function checkServer(config: Config): Promise<Finding> {
  const answer = await ask(`http://${addressOf(config)}/health/ready`, TIMEOUT);
  if (answer.unreachable !== undefined) {
    if (answer.late)
      return fault(CHECK, answer.unreachable, 'Start it anew. Its log may have the reason.');
    return warning(
      CHECK,
      `None runs here. ${answer.unreachable}`,
      '`latchkey start` starts it. Where it runs with other settings, look from there.',
    );
  }
  const { status, json } = answer;
  if (status === 200) return ok(CHECK, `The one at ${addressOf(config)} is ready.`);
  const failed = json?.['failed'];
  if (typeof failed === 'string') {
    const cure = '/docs/operations.html says what each of them means; its log has the reason.';
    return fault(CHECK, `The one at ${addressOf(config)} is not ready: ${failed}.`, cure);
  }
  const cure = 'Set PORT to one that nothing else uses.';
  return fault(CHECK, `What answers at ${addressOf(config)} is not Latchkey.`, cure);
}

function addressOf({ host, port }: Config): string {
  if (ANY.includes(host)) return `localhost:${port}`;
  return `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
}
