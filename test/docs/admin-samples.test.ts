import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { withCodeSamples } from '../../docs/build/samples/code-samples.ts';
import { placeholders } from '../../docs/build/samples/requests.ts';
import {
  type AdminWorld,
  createAdminWorld,
  goodAdminCall,
  newLicense,
} from '../contract/admin/world.ts';
import { adminOperations, type DeclaredOperation, contractErrors } from '../support/contract.ts';
import { needing } from '../support/needing.ts';
import { missingOf, start } from '../support/run.ts';

const { paths } = parse(withCodeSamples(readFileSync('openapi.yaml', 'utf8'))) as {
  paths: Record<string, Record<string, { 'x-codeSamples': { label: string; source: string }[] }>>;
};

/** What a sample prints: the status of the answer, and its body. */
interface Printed {
  readonly status: number;
  readonly body: string;
}

interface Runner {
  run(source: string): Promise<Printed>;
  close(): void;
}

/** How samples are run in a folder that is the home folder too. */
const runners: Readonly<Record<string, (folder: string, token: string) => Runner>> = {
  curl: (folder, token) => ({
    async run(source) {
      // The sample prints the body alone.
      await writeFile(join(folder, '.curlrc'), String.raw`write-out = "\n%{http_code}"`);
      const args = ['-euo', 'pipefail', '-c', source];
      const options = { cwd: folder };
      const { code, stdout, stderr } = await start('bash', args, envOf(folder, token), options)
        .finished;
      if (code !== 0) throw new Error(stderr);
      const end = stdout.lastIndexOf('\n');
      return { status: Number(stdout.slice(end + 1)), body: stdout.slice(0, end) };
    },
    close: () => undefined,
  }),

  TypeScript: (folder, token) => {
    const program = fileURLToPath(new URL('sample-runner.ts', import.meta.url));
    const child = fork(program, { cwd: folder, env: envOf(folder, token) });
    return {
      async run(source) {
        const file = join(folder, `${randomUUID()}.ts`);
        await writeFile(file, source);
        child.send(file);
        const [{ printed = '', error }] = (await once(child, 'message')) as [
          { printed?: string; error?: string },
        ];
        if (error !== undefined) throw new Error(error);
        const [status = ''] = printed.split(/\s/);
        return { status: Number(status), body: printed.slice(status.length).trim() };
      },
      close: () => child.disconnect(),
    };
  },
};

function envOf(folder: string, token: string) {
  return { PATH: process.env['PATH'] ?? '', HOME: folder, LATCHKEY_ADMIN_TOKEN: token };
}

/** Makes what bodies of samples name by id. */
const stock = {
  product_id: async ({ make }: AdminWorld) => (await make.product()).id,
  product_ids: async ({ make }: AdminWorld) => `[${(await make.product()).id}]`,
  bundle_id: async ({ make }: AdminWorld) => (await make.bundle([await make.product()])).id,
  customer_id: ({ make }: AdminWorld) => make.customer(null),
  customer_account_id: async ({ make }: AdminWorld) => (await make.unusedAccount()).id,
};

// Somebody who exists already may get a license, but cannot be created.
const inOrder = [...adminOperations].sort(
  (one, other) =>
    Number(other.operationId === 'createLicenseUser') -
    Number(one.operationId === 'createLicenseUser'),
);

const missing = await missingOf('bash', 'curl');
for (const [label, startRunner] of Object.entries(runners)) {
  const lacks = label === 'curl' ? missing : [];
  needing(lacks.join(' and '), lacks.length === 0).describe(
    `the samples of the Admin API in ${label}, as they are printed`,
    () => {
      let world: AdminWorld;
      let folder: string;
      let runner: Runner;
      beforeAll(async () => {
        world = await createAdminWorld();
        // One of each kind: in an empty list, a wrong one would not be seen.
        await Promise.all([newLicense(world, 1), world.make.account(), world.make.apiKey()]);
        folder = await mkdtemp(join(tmpdir(), 'latchkey-admin-samples-'));
        await writeFile(join(folder, 'setup.exe'), 'an installation file');
        runner = startRunner(folder, world.client.token);
      }, 60_000);
      afterAll(async () => {
        runner.close();
        await world.server.close();
        await rm(folder, { recursive: true });
      });

      it.each(inOrder.map((one) => [one.operationId, one] as const))('%s', async (_, operation) => {
        const source = await onThisServer(world, operation, sampleOf(operation, label));
        const { status, body } = await runner.run(source);
        // With the body, a failure shows what the server said.
        expect({ status, body }).toEqual({ status: successOf(operation), body });
        // What Node prints is not JSON.
        if (label === 'curl' && status !== 204) {
          expect(contractErrors(operation, status, JSON.parse(body))).toEqual([]);
        }
      });
    },
  );
}

function sampleOf({ path, method }: DeclaredOperation, label: string): string {
  const samples = paths[path]?.[method.toLowerCase()]?.['x-codeSamples'] ?? [];
  const sample = samples.find((one) => one.label === label);
  if (sample === undefined) throw new Error(`${method} ${path} has no sample in ${label}`);
  return sample.source;
}

/** The sample with the address of the server, and with ids of what was made there for it. */
async function onThisServer(
  world: AdminWorld,
  { operationId, parameters }: DeclaredOperation,
  source: string,
): Promise<string> {
  let filled = source.replaceAll(placeholders.server, world.server.url);
  const { path = {} } = await goodAdminCall(world, operationId);
  for (const { name, example } of parameters) {
    if (name in path) filled = filled.replace(`/${example}`, () => `/${path[name]}`);
  }
  for (const [name, make] of Object.entries(stock)) {
    const named = new RegExp(`("${name}": )(\\d+|\\[[^\\]]*\\])`);
    if (!named.test(filled)) continue;
    const id = await make(world);
    filled = filled.replace(named, (_, before: string) => `${before}${id}`);
  }
  return filled;
}

/** The status that the contract declares for what went well. */
function successOf({ responses }: DeclaredOperation): number {
  return Number(Object.keys(responses).find((status) => status.startsWith('2')));
}
