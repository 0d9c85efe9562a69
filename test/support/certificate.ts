import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

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

/** Certificates in PEM, with their keys. */
export interface Signed {
  readonly certificate: string;
  readonly key: string;
}

/**
 * Makes an authority of the test's own.
 * @returns its certificate, and what makes certificates that it has signed
 */
export function makeAuthority(folder: string) {
  const run = (...args: string[]) => execFileSync('openssl', args, { stdio: 'ignore' });
  const [key, certificate] = [`${folder}/authority.key`, `${folder}/authority.pem`];
  run(
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-keyout', key],
    ...['-out', certificate, '-subj', '/CN=Authority of a test'],
  );
  return {
    file: certificate,
    certificate: readFileSync(certificate, 'utf8'),
    /** @param name what it is for: a host, or a user */
    sign(name: string): Signed & { file: string; keyFile: string } {
      const [own, request, signed] = ['key', 'csr', 'pem'].map(
        (end) => `${folder}/${name}.${end}`,
      ) as [string, string, string];
      const extensions = `${folder}/${name}.ext`;
      writeFileSync(extensions, `subjectAltName=DNS:${name}\n`);
      run(
        ...['req', '-newkey', 'rsa:2048', '-nodes', '-keyout', own, '-out', request],
        ...['-subj', `/CN=${name}`],
      );
      run(
        ...['x509', '-req', '-in', request, '-CA', certificate, '-CAkey', key, '-CAcreateserial'],
        ...['-days', '1', '-extfile', extensions, '-out', signed],
      );
      return {
        certificate: readFileSync(signed, 'utf8'),
        key: readFileSync(own, 'utf8'),
        file: signed,
        keyFile: own,
      };
    },
  };
}
