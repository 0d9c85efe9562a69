import { isIP } from 'node:net';
import { connect } from 'node:tls';
import { fault, type Finding, warning } from './finding.ts';

const DAY = 86_400_000;
/** Days before the expiry by which a certificate should have been renewed. */
const SOON = 14;
/** Milliseconds for the handshake. */
const TIMEOUT = 5_000;

/** Checks the expiry of a certificate. Whether it is trusted is known from the earlier requests. */
export async function* checkCertificate(
  { hostname, port }: URL,
  check: string,
): AsyncGenerator<Finding> {
  const expiry = await readExpiry(hostname, Number(port || 443));
  if (expiry === undefined) return;
  const days = Math.floor((expiry.getTime() - Date.now()) / DAY);
  if (days >= SOON) return;
  const message = `The certificate of ${hostname} expires on ${expiry.toISOString().slice(0, 10)}.`;
  const cure = 'Renew it, and find out why the automatic renewal failed.';
  yield days < 2 ? fault(check, message, cure) : warning(check, message, cure);
}

function readExpiry(host: string, port: number): Promise<Date | undefined> {
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
