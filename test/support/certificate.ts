import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Makes a certificate for localhost that nobody has signed: `certificate.pem` and `certificate.key`.
 * @returns what to trust it by
 */
export function makeCertificate(folder: string, days = 1): string {
  const files = ['-keyout', `${folder}/certificate.key`, '-out', `${folder}/certificate.pem`];
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', String(days), ...files],
      ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'],
    ],
    { stdio: 'ignore' },
  );
  return readFileSync(`${folder}/certificate.pem`, 'utf8');
}
