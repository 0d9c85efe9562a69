import { isIP } from 'node:net';
import { connect } from 'node:tls';
import { fault, type Finding, warning } from './finding.ts';

const DAY = 86_400_000;
/** Days before the end, when it should have been renewed. */
const SOON = 14;
/** Milliseconds for the handshake. */
const TIMEOUT = 5_000;

/** Looks when the certificate of an https address ends; whether it is trusted, the requests have shown. */
export async function* checkCertificate(
  { hostname, port }: URL,
  check: string,
): AsyncGenerator<Finding> {
  const end = await readEnd(hostname, Number(port || 443));
  if (end === undefined) return;
  const days = Math.floor((end.getTime() - Date.now()) / DAY);
  if (days >= SOON) return;
  const message = `The certificate of ${hostname} ends on ${end.toISOString().slice(0, 10)}.`;
  const cure = 'Renew it, and look why that did not happen by itself.';
  yield days < 2 ? fault(check, message, cure) : warning(check, message, cure);
}

function readEnd(host: string, port: number): Promise<Date | undefined> {
  return new Promise((resolve) => {
    const name = isIP(host) === 0 ? { servername: host } : {};
    const socket = connect({ host, port, ...name, timeout: TIMEOUT }, () => {
      const { valid_to: end } = socket.getPeerCertificate();
      socket.end();
      resolve(new Date(end));
    });
    for (const event of ['error', 'timeout']) {
      socket.once(event, () => {
        socket.destroy();
        resolve(undefined);
      });
    }
  });
}
