import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readExcerpt } from '../../docs/build/samples/excerpt.ts';
import { needing } from '../support/needing.ts';

/** The code blocks of a page that have this info string. */
function blocks(page: string, info: string): string[] {
  const source = readFileSync(`docs/pages/${page}.md`, 'utf8');
  return [...source.matchAll(/^```(.*)\n([^]*?)^```$/gm)]
    .filter(([, found]) => found === info)
    .map(([, , code = '']) => code);
}

/** Runs a sample with a line that prints something. @returns what it printed, without the line feed */
function run(program: string, name: string, code: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'latchkey-sample-')), name);
  writeFileSync(file, code);
  return execFileSync(program, [file], { encoding: 'utf8' }).trim();
}

function hasPython(code: string): boolean {
  try {
    execFileSync('python3', ['-c', code], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const inPython = needing('Python with cryptography', hasPython('import cryptography'));

describe('the samples of the page on signing requests', () => {
  const shared = 'kw4qSnpSwXzgiv5yxYpZZmFEd9QAeiKTQ6OuyMja';
  const date = 'Tue, 07 Jun 2011 20:51:35 GMT';
  const expected =
    'algorithm="hmac-sha256", headers="date", signature="UDysfR6MndUZReo07Y9r+vErn8vSxrnQ5ulit18iJ/Q=", apikey="key"';

  it('sign a request in TypeScript', () => {
    const sample = readExcerpt('latchkey.ts');
    const last = `console.log(signedHeaders('key', '${shared}', '${date}').Authorization);`;
    expect(run(process.execPath, 'sample.ts', `${sample}\n${last}`)).toBe(expected);
  });

  inPython.it('signs in Python', () => {
    const sample = readExcerpt('latchkey.py');
    const last = `print(signed_headers("key", "${shared}", "${date}")["Authorization"])`;
    expect(run('python3', 'sample.py', `${sample}\n${last}`)).toBe(expected);
  });

  it('have one recipe for the shell', () => {
    expect(blocks('request-signing', 'sh recipe')).toHaveLength(1);
  });
});

describe('the samples of the page on verifying responses', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const signature = (text: string) =>
    sign('sha256', Buffer.from(text), privateKey).toString('base64');
  const body = '{"url":"https://licenses.example.com/"}';
  const client = readExcerpt('latchkey.ts');

  it('verify a response in TypeScript and detect a change', () => {
    const call = (text: string) =>
      `isGenuine(Buffer.from(${JSON.stringify(text)}), '${signature(body)}', ${JSON.stringify(pem)})`;
    const last = `console.log(${call(body)}, ${call(body.replace('https', 'http'))});`;
    expect(run(process.execPath, 'sample.ts', `${client}\n${last}`)).toBe('true false');
  });

  it('verify a license in TypeScript and detect a change', () => {
    const license = {
      hardware_id: 'A-1',
      user: { email: 'Alice@acme.test' },
      validity_period: '2027-06-15T00:00:00.000Z',
      license_signature: signature('a-1#alice@acme.test#2027-06-15t00:00:00.000z'),
    };
    const call = (one: object) =>
      `isLicenseGenuine(${JSON.stringify(one)}, ${JSON.stringify(pem)})`;
    const last = `console.log(${call(license)}, ${call({ ...license, validity_period: null })});`;
    expect(run(process.execPath, 'sample.ts', `${client}\n${last}`)).toBe('true false');
  });

  inPython.it('verifies an answer in Python, and notices a change', () => {
    const sample = readExcerpt('latchkey.py');
    const call = (text: string) =>
      `is_genuine(${JSON.stringify(text)}.encode(), "${signature(body)}", ${JSON.stringify(pem)})`;
    const last = `print(${call(body)}, ${call(body.replace('https', 'http'))})`;
    expect(run('python3', 'sample.py', `${sample}\n${last}`)).toBe('True False');
  });

  it('have one recipe for the shell', () => {
    expect(blocks('verifying-answers', 'sh recipe')).toHaveLength(1);
  });
});
