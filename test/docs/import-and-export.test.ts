import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { renderColumns } from '../../docs/build/columns.ts';
import { kindNames } from '../../src/bulk/kind-names.ts';
import { kinds } from '../../src/bulk/kinds.ts';
import { newId } from '../../src/rules/ids.ts';
import { build } from '../support/build.ts';
import { exportText } from '../support/bulk.ts';
import { createClient } from '../support/client.ts';
import { createWalk, readBlocks, readPage, scriptOf, type Walk } from '../support/page-walk.ts';
import { missingOf } from '../support/run.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { needing } from '../support/needing.ts';

const missing = await missingOf('bash', 'jq');
/** A server with the products and the customer account that the files of the page name. */
async function startWithProducts(): Promise<TestServer> {
  const server = await startServer();
  const { store, clock } = server;
  await build(store).product({ code: 'desktop-pro' });
  await build(store).product({ code: 'plugin', authorization_method: 'license-key' });
  const keys = { authorization_method: 'license-key' } as const;
  await build(store).product({ code: 'writer', ...keys });
  await build(store).product({ code: 'sheets', ...keys });
  const acme = { id: newId(), code: 'acme', name: 'Acme', enabled: true };
  await store.customerAccounts.create(
    { ...acme, redirect_uris: [], connection: null },
    clock.now(),
  );
  return server;
}

/** Every file and every command of the page, from top to bottom, beside a running server. */
needing(missing.join(' and '), missing.length === 0).describe(
  'the files and commands of the page',
  () => {
    let here: TestServer;
    let elsewhere: TestServer;
    let walk: Walk;
    let walked: Awaited<ReturnType<Walk['run']>>;
    beforeAll(async () => {
      [here, elsewhere] = await Promise.all([startWithProducts(), startWithProducts()]);
      walk = await createWalk();
      const blocks = await readBlocks('import-and-export');
      for (const { info, code } of blocks) {
        const [, name] = info.split(' ');
        if (name?.includes('.') === true) await writeFile(join(walk.folder, name), code);
      }
      const settings = `export LATCHKEY_DATA_DIR=${elsewhere.config.dataDir}`;
      const script = scriptOf(blocks, { 'sh elsewhere': (code) => `${settings}\n${code}` });
      walked = await walk.run(script, { LATCHKEY_DATA_DIR: here.config.dataDir });
    }, 180_000);
    afterAll(async () => {
      await Promise.all([here.close(), elsewhere.close()]);
      await walk.remove();
    });

    it('the commands work from top to bottom', () => {
      expect(walked).toMatchObject({ code: 0 });
      expect(walked.output).toContain('Stored 2 new and 0 changed devices.');
      const members = 'Stored 2 new and 0 changed licenses and 1 new bundle licenses.';
      expect(walked.output).toContain(members);
    });

    it('the commands print what the page shows', async () => {
      const answers = (await readBlocks('import-and-export')).filter(({ info }) => info === 'text');
      expect(answers).toHaveLength(1);
      for (const { code } of answers) expect(walked.output).toContain(code);
      expect(walked.output).toContain('Stored 1 new and 0 changed licenses; 2 fault(s).');
      expect(walked.output).toMatch(/^line 2: reference exists already$/m);
    });

    it('the commands leave the installation in the state of the files', async () => {
      const lines = (await exportText(here.store, 'licenses', { format: 'jsonl' })).split('\n');
      const licenses = lines
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as object);
      expect(licenses).toHaveLength(6);
      expect(licenses).toContainEqual(
        expect.objectContaining({
          order_store_id: 'order-1001',
          customer_email: 'it@acme.test',
          max_activations: 10,
          valid_until: '2032-01-31T23:59:59.999Z',
          license_type: 'subscription',
        }),
      );
      const members = await here.store.bundleLicenses.list({}, { limit: 2 });
      expect(members.items.map(({ license_ids: ids }) => ids.length)).toEqual([2]);
      expect(licenses).toContainEqual(
        expect.objectContaining({ license_key: '7Q2M-K9TD-0042', max_activations: null }),
      );
    });

    it('the devices still pass a check after an import', async () => {
      const client = createClient(here, await build(here.store).apiKey({ read_only: true }));
      const { status, body } = await client.call('checkLicense', {
        query: {
          product: 'plugin',
          license_key: '7Q2M-K9TD-0041',
          hardware_id: 'b84de2f0-0c55-4c3e',
        },
      });
      expect([status, body['times_activated']]).toEqual([200, 1]);
    });

    it('the commands leave the same state in another installation, with IDs', async () => {
      for (const kind of kindNames) {
        const text = await exportText(here.store, kind);
        expect(text.trimEnd().split('\r\n').length).toBeGreaterThan(2);
        expect(await exportText(elsewhere.store, kind)).toBe(text);
      }
    });
  },
);

describe('the page on imports and exports', () => {
  it('has a table for each kind, with every column in order', async () => {
    const page = await readPage('import-and-export');
    for (const kind of kindNames) {
      expect(page).toContain(`\n<!-- columns of ${kind} -->\n`);
      const rows = renderColumns(kind).matchAll(/^\| `(\w+)` \| ([^|]+) \| ([^|]+) \|$/gm);
      expect([...rows].map(([, name]) => name)).toEqual(Object.keys(kinds[kind]));
    }
  });

  it('says which columns are required and which defaults apply', () => {
    expect(renderColumns('customers')).toMatch(
      /^\| `email` .*An e-mail address\. \| required \|$/m,
    );
    expect(renderColumns('licenses')).toMatch(/^\| `max_activations` .* \| `1` \|$/m);
    expect(renderColumns('licenses')).toMatch(/^\| `enabled` .* \| `true` \|$/m);
    expect(renderColumns('devices')).toMatch(
      /^\| `activated_at` .* \| the time of the import \|$/m,
    );
  });
});
