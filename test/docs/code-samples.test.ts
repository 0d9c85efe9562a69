import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { samplesOf, withCodeSamples } from '../../docs/build/samples/code-samples.ts';
import { type SampleLanguage, sampleLanguages } from '../../docs/build/samples/languages.ts';
import {
  placeholders,
  type SampleRequest,
  fileRequests,
  sampleRequests,
} from '../../docs/build/samples/requests.ts';
import { createClient } from '../support/client.ts';
import { openSession } from '../support/database.ts';
import { type Finished, missingOf, start } from '../support/run.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { needing } from '../support/needing.ts';

type Line = readonly [program: string, ...args: string[]];

/** How the samples of a language become a program, and what runs it in the folder where that stands. */
interface Toolchain {
  /** What must be installed. */
  readonly needs: readonly string[];
  readonly file: string;
  readonly wrap: (setup: string, requests: string) => string;
  readonly compile?: Line;
  readonly run: Line;
}

const HOUR = 3_600_000;
const toolchains: Readonly<Record<string, Toolchain>> = {
  curl: {
    needs: ['bash', 'curl', 'openssl'],
    file: 'main.sh',
    wrap: (setup, requests) => `set -euo pipefail\n${setup}\n${requests}`,
    run: ['bash', 'main.sh'],
  },
  TypeScript: {
    needs: [],
    file: 'main.ts',
    wrap: (setup, requests) =>
      `${setup}\nconst show = (answer: unknown) => console.log(JSON.stringify(answer));\n${requests.replaceAll('console.log(', 'show(')}`,
    run: [process.execPath, 'main.ts'],
  },
  Python: {
    needs: ['python3'],
    file: 'main.py',
    wrap: (setup, requests) =>
      `${setup}\nimport json\ndef show(answer): print(json.dumps(answer))\n${requests.replaceAll('print(', 'show(')}`,
    run: ['python3', 'main.py'],
  },
  'C#': {
    needs: ['mcs', 'mono'],
    file: 'Program.cs',
    wrap: (setup, requests) => `using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Threading.Tasks;
class Program {
  static void Main() { Run().GetAwaiter().GetResult(); }
  static async Task Run() {
${setup}
${requests}
} }`,
    compile: [
      ...(['mcs', '-langversion:latest', '-r:System.Net.Http', '-out:main.exe'] as const),
      ...['Program.cs', 'Latchkey.cs'],
    ],
    run: ['mono', 'main.exe'],
  },
  Java: {
    needs: ['javac', 'java'],
    file: 'Main.java',
    wrap: (setup, requests) => `import java.nio.file.*;
import java.util.Map;
class Main { public static void main(String[] arguments) throws Exception {
${setup}
${requests}
} }`,
    compile: ['javac', '-encoding', 'UTF-8', 'Main.java', 'Latchkey.java'],
    run: ['java', '-XX:TieredStopAtLevel=1', '-cp', '.', 'Main'],
  },
  'C++': {
    needs: ['g++'],
    file: 'main.cpp',
    wrap: (setup, requests) => `#include "latchkey.hpp"
#include <fstream>
#include <iostream>
#include <iterator>
int main() {
${setup}
${requests}
}`,
    compile: ['g++', '-std=c++17', 'main.cpp', '-o', 'main', '-lcurl', '-lcrypto'],
    run: ['./main'],
  },
};

const missing = new Map<string, readonly string[]>();
for (const [label, { needs }] of Object.entries(toolchains)) {
  missing.set(label, await whatLacks(label, needs));
}

describe.each(sampleLanguages.map((one) => [one.label, one] as const))(
  'the samples in %s',
  (label, language) => {
    const lacks = missing.get(label) ?? [];
    const ifThere = needing(lacks.join(' and '), lacks.length === 0);
    let server: TestServer;
    let folder: string;
    beforeAll(async () => {
      server = await startServer({ demo: true });
      await activateSampleLicenses(server);
      folder = await mkdtemp(join(tmpdir(), 'latchkey-samples-'));
    }, 60_000);
    afterAll(async () => {
      await server.close();
      await rm(folder, { recursive: true });
    });

    ifThere.it(
      'are signed as the server wants it, and verify what it answers',
      async () => {
        await writeFile(join(folder, 'latchkey.pem'), server.keys.current.responsePublic);
        await build(language, server, folder);
        const { code, stdout, stderr } = await runBuilt(language, folder);
        if (code !== 0) throw new Error(stderr);
        const answers = stdout.replaceAll('Verified OK', '\n').split('\n').filter(Boolean);
        // Some languages write the fields of an object in any order.
        const variables = expect.arrayContaining([
          expect.objectContaining({ variable: 'theme', value: 'dark' }),
          expect.objectContaining({ variable: 'language', value: 'de' }),
        ]) as unknown;
        const member = (product: string) =>
          expect.objectContaining({
            license_key: server.demo.kinds['bundle']?.license_key,
            product_details: expect.objectContaining({ short_code: product }) as unknown,
          }) as unknown;
        const borrowed = expect.objectContaining({ max_borrow_time: 168 }) as unknown;
        const bundle = [member('demo-writer'), member('demo-sheets')];
        expect(answers.map((answer) => JSON.parse(answer) as unknown)).toEqual([
          expect.objectContaining({ pub_key: server.keys.current.responsePublic }),
          { url: expect.stringContaining('/oidc/auth?') as unknown },
          expect.objectContaining({ is_trial: true }),
          expect.objectContaining({ times_activated: 1, license_key: keyOf(server) }),
          expect.objectContaining({ times_activated: 1, license_key: keyOf(server) }),
          expect.objectContaining({ max_consumptions: 100 }),
          expect.objectContaining({ code: 'ocr', feature_type: 'activation' }),
          expect.objectContaining({ max_consumptions: 100, is_floating: false }),
          borrowed,
          '',
          borrowed,
          '',
          variables,
          variables,
          bundle,
          bundle,
          'license_deactivated',
          [
            expect.objectContaining({
              license: expect.objectContaining({ order_store_id: 'demo-dave' }) as unknown,
            }),
          ],
          'password_changed',
          {
            customer: expect.objectContaining({ email: 'it@globex.test' }) as unknown,
            users: [expect.objectContaining({ email: 'dave@globex.test' })],
          },
          [
            { version: '1.1.0', release_date: '2025-10-01T00:00:00.000Z' },
            { version: '1.0.0', release_date: '2025-03-01T00:00:00.000Z' },
          ],
          expect.objectContaining({ version: '1.1.0' }),
          expect.objectContaining({ short_code: 'demo' }),
          'license_deactivated',
          'password_changed',
        ]);

        // Another answers in its place: its signature is not that of the key that was shipped.
        const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
        const pem = publicKey.export({ type: 'spki', format: 'pem' });
        await writeFile(join(folder, 'latchkey.pem'), pem);
        const fooled = await runBuilt(language, folder);
        expect(fooled.code).not.toBe(0);
        expect(fooled.stdout).not.toContain('pub_key');
        if (label !== 'curl') expect(fooled.stderr).toContain('has no valid signature');

        // A refusal is verified like any other answer, and its code is there to act on.
        await writeFile(join(folder, 'latchkey.pem'), server.keys.current.responsePublic);
        await disableLicense(server);
        const refused = await runBuilt(language, folder);
        expect(refused.stdout + refused.stderr).toContain('license_not_enabled');
        if (label !== 'curl') expect(refused.code).not.toBe(0);
      },
      120_000,
    );
  },
);

describe('the samples of the reference', () => {
  const document = parse(withCodeSamples(readFileSync('openapi.yaml', 'utf8'))) as {
    paths: Record<string, Record<string, { operationId: string; 'x-codeSamples'?: unknown[] }>>;
  };

  const languagesOf = (operationId: string) =>
    fileRequests.some(({ operation }) => operation === operationId) ? 1 : sampleLanguages.length;

  it('exist for every operation of the License API in each language, and of the Admin API', () => {
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const [method, operation] of Object.entries(methods)) {
        if (method === 'parameters' || path.startsWith('/health/')) continue;
        const samples = operation['x-codeSamples']?.length;
        expect([operation.operationId, samples]).toEqual([
          operation.operationId,
          path.startsWith('/api/') ? languagesOf(operation.operationId) : 2,
        ]);
      }
    }
  });

  // test/docs/admin-samples.test.ts runs those of the Admin API.
  it('are those that these tests run, for the License API', () => {
    for (const { operation } of sampleRequests) {
      for (const { label, source } of samplesOf(operation)) {
        const { setup = '' } = sampleLanguages.find((one) => one.label === label) ?? {};
        expect(source.startsWith(setup)).toBe(true);
      }
    }
  });
});

/** What of the tools of a language is not on this machine, headers and packages too. */
async function whatLacks(label: string, needs: readonly string[]): Promise<string[]> {
  const lacks = await missingOf(...needs);
  if (lacks.length > 0) return lacks;
  if (label === 'Python') {
    const { code } = await start('python3', ['-c', 'import cryptography']).finished;
    if (code !== 0) lacks.push('package "cryptography"');
  }
  if (label === 'C++') {
    const source = '#include <curl/curl.h>\n#include <openssl/evp.h>\n';
    const preprocess = ['-E', '-x', 'c++', '-'];
    const { code } = await start('g++', preprocess, {}, { input: source }).finished;
    if (code !== 0) lacks.push('header of libcurl or OpenSSL');
  }
  return lacks;
}

/** The samples, and a request that sets the password back: the program can run again. */
function repeatableRequests(): readonly SampleRequest[] {
  const change = sampleRequests.find(({ operation }) => operation === 'changePassword');
  if (change === undefined) throw new Error('No sample changes a password');
  const { password = '', new_password = '' } = change.fields;
  const back = { ...change.fields, password: new_password, new_password: password };
  return [...sampleRequests, { ...change, fields: back }];
}

/** Writes a program that sends every request of the samples, and compiles it where that is the way. */
async function build(language: SampleLanguage, server: TestServer, folder: string): Promise<void> {
  const { wrap, file, compile } = toolchainOf(language);
  const requests = repeatableRequests().map(language.request).join('\n');
  const dave = server.demo.people.find(({ email }) => email === 'dave@globex.test');
  const program = wrap(language.setup, requests)
    .replaceAll(placeholders.server, server.url)
    .replaceAll(placeholders.apiKey, server.demo.api_key)
    .replaceAll(placeholders.sharedKey, server.demo.shared_key)
    .replaceAll('FUH3-4E7A-LZJL-7JTP', keyOf(server))
    .replaceAll('CQ36-TXL3-N75A-K4MW', server.demo.kinds['consumption']?.license_key ?? '')
    .replaceAll('M7TK-3ZQW-HV2N-9PLA', server.demo.kinds['feature']?.license_key ?? '')
    .replaceAll('VN7K-2QXT-M4RC-93HD', server.demo.kinds['floating']?.license_key ?? '')
    .replaceAll('2027-03-01T18:00:00.000Z', new Date(Date.now() + HOUR).toISOString())
    .replaceAll('BUN8-7KX2-W4MQ-Z3HD', server.demo.kinds['bundle']?.license_key ?? '')
    .replaceAll('QB7W-2XRM-T4KD-8VNE', server.demo.kinds['versions']?.license_key ?? '')
    .replaceAll('correct horse battery staple', dave?.password ?? '');
  await writeFile(join(folder, file), program);
  if (language.file !== undefined) {
    await copyFile(join('docs/samples', language.file), join(folder, language.file));
  }
  if (compile === undefined) return;
  const { code, stderr } = await runIn(folder, compile);
  if (code !== 0) throw new Error(stderr);
}

function runBuilt(language: SampleLanguage, folder: string): Promise<Finished> {
  return runIn(folder, toolchainOf(language).run);
}

function runIn(folder: string, [program, ...args]: Line): Promise<Finished> {
  const path = program.startsWith('./') ? join(folder, program) : program;
  return start(path, args, { HOME: folder }, { cwd: folder }).finished;
}

function toolchainOf({ label }: SampleLanguage): Toolchain {
  const toolchain = toolchains[label];
  if (toolchain === undefined) throw new Error(`Nobody runs the samples in ${label}`);
  return toolchain;
}

function keyOf({ demo }: TestServer): string {
  return demo.license_keys[0] ?? '';
}

/** The samples count use, check features, borrow slots and ask for versions, on devices that are active. */
async function activateSampleLicenses(server: TestServer): Promise<void> {
  const { api_key, shared_key, kinds } = server.demo;
  const client = createClient(server, { api_key, shared_key });
  for (const [used, kind] of [
    ['addConsumption', 'consumption'],
    ['borrowSlot', 'floating'],
    ['checkLicenseFeature', 'feature'],
    ['listVersions', 'versions'],
  ] as const) {
    const { fields } = sampleRequests.find(({ operation }) => operation === used) ?? {};
    const body = { ...fields, ...kinds[kind] };
    expect((await client.call('activateLicense', { body })).status).toBe(200);
  }
}

async function disableLicense({ config }: TestServer): Promise<void> {
  const session = await openSession(config.databaseUrl ?? join(config.dataDir, 'latchkey.db'));
  await session.query('update licenses set enabled = 0');
  await session.close();
}
